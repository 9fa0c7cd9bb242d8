import { redeliverySweepMs } from "../../core/deliveries/delivery-limits.ts";
import type { HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { readAttempts } from "./read-attempts.ts";
import { type RequestPorts, requestRedelivery } from "./request-redelivery.ts";
import { gitHubPace } from "./sweep-jobs.ts";
import { undeliveredEvents } from "./undelivered-events.ts";

export interface RedeliveryPorts extends RequestPorts {
  hooks: HookDeliveries[];
  timeLeft(): number;
}

/** A schedule is not exact to the second. */
const sweepEveryMs = redeliverySweepMs - 15_000;
/** GitHub allows an App some 180 writes a minute. */
const requestsPerSweep = 100;

/**
 * Asks GitHub to redeliver what it could not deliver, because it never does so by itself. The redeliveries records what was
 * requested and when, so that two sweeps request it once. Returns the errors.
 */
export async function requestRedeliveries(ports: RedeliveryPorts): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const hook of ports.hooks) {
    try {
      failures.push(...(await sweepHook(hook, ports)));
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}

async function sweepHook(hook: HookDeliveries, ports: RedeliveryPorts): Promise<unknown[]> {
  const { clock, redeliveries } = ports;
  const walk = await redeliveries.beginWalk(hook.key, sweepEveryMs);
  if (!walk) return [];
  const { attempts, walkWhenDone, walkWhenLeft } = await readAttempts(hook, walk, ports);

  // A walk through the failures alone does not see that an event was redelivered: that must be recorded first.
  const redelivered = attempts.filter(({ ok, redelivery }) => ok && redelivery);
  const closed = await withConcurrency(redelivered, gitHubPace(ports), async ({ guid }) => {
    await redeliveries.close(hook.key, guid);
  });

  let requests = 0;
  let isLeft = false;
  const events = undeliveredEvents(attempts, clock());
  const requested = await withConcurrency(events, gitHubPace(ports), async (attempt) => {
    if (requests >= requestsPerSweep) {
      isLeft = true;
      return;
    }
    requests += 1;
    if (!(await requestRedelivery(attempt, hook, ports))) requests -= 1;
  });
  isLeft ||= closed.left.length > 0 || requested.left.length > 0;
  await redeliveries.endWalk(hook.key, isLeft ? walkWhenLeft : walkWhenDone);
  return [...closed.failures, ...requested.failures];
}
