import { type Clock, isoTime } from "../../core/clock.ts";
import type { HookAttempt, HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";
import type { Walk } from "../../core/deliveries/redelivery-memory.ts";
import { redeliverableMs } from "./undelivered-events.ts";
import { walkAttempts } from "./walk-attempts.ts";

export interface ReadList {
  attempts: HookAttempt[];
  /** What to remember when all of them were dealt with. */
  dealtWith: Walk;
  /** What to remember when some were not: they are read again. */
  again: Walk;
}

const minute = 60_000;
const fullWalkMs = 60 * minute;
/** A list may be a little behind, and attempts of the last minute were left alone. */
const overlapMs = 5 * minute;
const recentPages = 20;
const failurePages = 50;

/**
 * All attempts since the last walk; and once an hour the failures of all the time that GitHub keeps, because an event
 * that is to be asked for again later has left the ground of the last walk by then.
 */
export async function readList(
  hook: HookDeliveries,
  walk: Walk,
  { clock, timeLeft }: { clock: Clock; timeLeft(): number },
): Promise<ReadList> {
  const now = clock();
  const walked_at = isoTime(now);
  const oldest = isoTime(now - redeliverableMs);
  const known = walk.walked_at === null ? oldest : isoTime(Date.parse(walk.walked_at) - overlapMs);
  const since = known > oldest ? known : oldest;
  const recent = await walkAttempts(hook, {
    ...{ since, failures_only: false, from: null, pages: recentPages, timeLeft },
  });
  const { attempts } = recent;
  if (recent.complete && (since === oldest || !isFullWalkDue(walk, now))) {
    const full_at = since === oldest ? walked_at : walk.full_at;
    return {
      attempts,
      dealtWith: { walked_at, full_at, cursor: null },
      again: { walked_at, full_at: null, cursor: null },
    };
  }
  // What lies between the end of the recent ones and known ground is at the beginning of the list of failures.
  const from = recent.complete ? walk.cursor : null;
  const failed = await walkAttempts(hook, {
    ...{ since: oldest, failures_only: true, from, pages: failurePages, timeLeft },
  });
  return {
    attempts: [...attempts, ...failed.attempts],
    dealtWith: { walked_at, full_at: failed.complete ? walked_at : null, cursor: failed.cursor },
    again: { walked_at, full_at: null, cursor: from },
  };
}

function isFullWalkDue({ full_at }: Walk, now: number): boolean {
  return full_at === null || now - Date.parse(full_at) >= fullWalkMs;
}
