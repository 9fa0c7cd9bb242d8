import type { Clock } from "../../core/clock.ts";
import { RetryableError } from "../../core/errors.ts";
import { awaitPropagation } from "../../core/rotation/await-propagation.ts";
import { type RotationResult, rotateSecret } from "../../core/rotation/rotate-secret.ts";
import type { RotatingSecret } from "../../core/rotation/rotating-secret.ts";
import type { RotationRequest } from "../../core/rotation/rotation-request.schema.ts";

/** Port: the distribution in front of the API. Throws RetryableError if it cannot be reached or changed now. */
interface EdgeDistribution {
  /** Makes the distribution send this secret to the origin. Changes nothing if it is configured to already. */
  showSecret(value: string): Promise<void>;
  /** Returns the secret that it is configured to send, and whether every edge location does. */
  state(): Promise<{ secret: string | null; deployed: boolean }>;
  /** Returns the status of a health check through the edge; null if there is no response. */
  health(): Promise<number | null>;
}

export interface RotateOriginSecretPorts {
  secret: RotatingSecret;
  distribution: EdgeDistribution;
  randomText(): string;
  clock: Clock;
  pause(milliseconds: number): Promise<void>;
}

/** A change takes some minutes. The function may run for fifteen, two of which may go into waiting for the readers. */
const deployedWithinMs = 12 * 60_000;
const pollEveryMs = 15_000;
/** The edge may have cached the response to an earlier health check for this long. */
const healthCachedMs = 10_000;

/** Runs one step of the rotation of the secret that the edge sends to the origin. */
export function rotateOriginSecret(
  request: RotationRequest,
  ports: RotateOriginSecretPorts,
): Promise<RotationResult> {
  const { secret, distribution, randomText, clock, pause } = ports;
  return rotateSecret(request, secret, {
    create: () => randomText(),

    async set(pending) {
      await awaitPropagation(pending, { clock, pause });
      await distribution.showSecret(pending.value);
    },

    async test({ value }) {
      // Secrets Manager tests a new schedule with a copy of the current value, and the stack may be incomplete.
      if (value === (await secret.current())) return;
      await untilDeployed(value, ports);
      await pause(healthCachedMs);
      const status = await distribution.health();
      if (status === 200) return;
      throw new RetryableError(
        "edge_refused",
        `A health check through the edge got ${status ?? "no response"}`,
      );
    },
  });
}

/** Waits until every edge location sends the secret. Throws RetryableError if that takes long or the secret changes. */
async function untilDeployed(
  value: string,
  { distribution, clock, pause }: RotateOriginSecretPorts,
): Promise<void> {
  const end = clock() + deployedWithinMs;
  for (;;) {
    const state = await distribution.state();
    if (state.secret !== value) {
      throw new RetryableError("edge_changed", "Another change made the distribution send another secret");
    }
    if (state.deployed) return;
    if (clock() >= end) throw new RetryableError("edge_not_deployed", "The distribution is still deploying");
    await pause(pollEveryMs);
  }
}
