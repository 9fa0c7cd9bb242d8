import type { HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";
import { type AskPorts, askForEvent } from "./ask-for-event.ts";
import { readList } from "./read-list.ts";
import { undeliveredEvents } from "./undelivered-events.ts";

export interface RedeliveryPorts extends AskPorts {
  hooks: HookDeliveries[];
  timeLeft(): number;
}

/** Each hook's turn comes every five minutes; a schedule is not exact to the second. */
const turnMs = 5 * 60_000 - 15_000;
/** GitHub allows an App some 180 writes a minute. */
const asksPerTurn = 100;

/**
 * Asks GitHub to deliver once more what it could not deliver: it never does so by itself. Whether an event is asked
 * for, and when, stands in the memory, so that two sweeps ask once. Answers what failed.
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
  const { clock, memory, timeLeft } = ports;
  const walk = await memory.beginWalk(hook.key, turnMs);
  if (!walk) return [];
  const { attempts, dealtWith, again } = await readList(hook, walk, ports);
  const pace = { width: 4, timeLeft, stopAfter: 5 };

  // A walk through the failures alone does not see that one was mended: it has to be known by then.
  const mended = attempts.filter(({ ok, redelivery }) => ok && redelivery);
  const noted = await withConcurrency(mended, pace, async ({ guid }) => {
    await memory.close(hook.key, guid);
  });

  let asks = 0;
  let left = false;
  const asked = await withConcurrency(undeliveredEvents(attempts, clock()), pace, async (attempt) => {
    if (asks >= asksPerTurn) {
      left = true;
      return;
    }
    asks += 1;
    if (!(await askForEvent(attempt, hook, ports))) asks -= 1;
  });
  left ||= noted.left.length > 0 || asked.left.length > 0;
  await memory.endWalk(hook.key, left ? again : dealtWith);
  return [...noted.failures, ...asked.failures];
}
