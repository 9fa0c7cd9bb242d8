import type { Clock } from "../../core/clock.ts";
import { RetryableError } from "../../core/errors.ts";
import { awaitPropagation } from "../../core/rotation/await-propagation.ts";
import { type RotationAnswer, rotateSecret } from "../../core/rotation/rotate-secret.ts";
import type { RotatingSecret } from "../../core/rotation/rotating-secret.ts";
import type { RotationRequest } from "../../core/rotation/rotation-request.schema.ts";

/** Port: the distribution in front of the API. Throws RetryableError when it cannot be reached or changed now. */
export interface EdgeDistribution {
  /** Has it show this secret to the origin. Changes nothing when it is told to do so already. */
  showSecret(value: string): Promise<void>;
  /** What it is told to show, and whether every place of the edge does. */
  state(): Promise<{ secret: string | null; deployed: boolean }>;
  /** The status of a health check through it; null when there is no answer. */
  health(): Promise<number | null>;
}

export interface RotateOriginSecretPorts {
  secret: RotatingSecret;
  distribution: EdgeDistribution;
  randomText(): string;
  clock: Clock;
  pause(milliseconds: number): Promise<void>;
}

/** A change takes some minutes; the function has fifteen, of which two may go into waiting for the readers. */
const deployedWithinMs = 12 * 60_000;
const askEveryMs = 15_000;
/** An answer to a health check from before may be kept this long. */
const healthCachedMs = 10_000;

/** One step of the rotation of what the edge shows to the origin. */
export function rotateOriginSecret(
  request: RotationRequest,
  { secret, distribution, randomText, clock, pause }: RotateOriginSecretPorts,
): Promise<RotationAnswer> {
  async function untilDeployed(value: string): Promise<void> {
    const end = clock() + deployedWithinMs;
    for (;;) {
      const state = await distribution.state();
      if (state.secret !== value) {
        throw new RetryableError(
          "edge_changed",
          "The distribution was told to show another secret meanwhile",
        );
      }
      if (state.deployed) return;
      if (clock() >= end) throw new RetryableError("edge_not_deployed", "The edge takes long to change");
      await pause(askEveryMs);
    }
  }

  return rotateSecret(request, secret, {
    create: () => randomText(),

    async set(pending) {
      await awaitPropagation(pending, { clock, pause });
      await distribution.showSecret(pending.value);
    },

    async test({ value }) {
      // Secrets Manager tries out a new schedule with a copy of the value in force, and the stack may be half made.
      if (value === (await secret.current())) return;
      await untilDeployed(value);
      await pause(healthCachedMs);
      const status = await distribution.health();
      if (status === 200) return;
      throw new RetryableError(
        "edge_refused",
        `A health check through the edge was answered ${status ?? "not at all"}`,
      );
    },
  });
}
