import { type Clock, isoTime } from "../../core/clock.ts";
import type { HookAttempt, HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";
import type { Walk } from "../../core/deliveries/redelivery-store.ts";
import { redeliverableMs } from "./undelivered-events.ts";
import { walkAttempts } from "./walk-attempts.ts";

interface ReadAttempts {
  attempts: HookAttempt[];
  /** What to record if every attempt was handled. */
  walkWhenDone: Walk;
  /** What to record if some attempts are left: the next walk reads them again. */
  walkWhenLeft: Walk;
}

const minute = 60_000;
const fullWalkMs = 60 * minute;
/** GitHub's list may lag, and the last walk skipped attempts younger than a minute. */
const overlapMs = 5 * minute;
const recentPages = 20;
const failurePages = 50;

/**
 * Reads all attempts since the last walk, and once an hour all failures that GitHub keeps: an event whose next request
 * is due may be older than the last walk.
 */
export async function readAttempts(
  hook: HookDeliveries,
  walk: Walk,
  { clock, timeLeft }: { clock: Clock; timeLeft(): number },
): Promise<ReadAttempts> {
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
      walkWhenDone: { walked_at, full_at, cursor: null },
      walkWhenLeft: { walked_at, full_at: null, cursor: null },
    };
  }
  // If the first walk did not finish, the attempts that it did not reach are at the start of the list of failures.
  const from = recent.complete ? walk.cursor : null;
  const failed = await walkAttempts(hook, {
    ...{ since: oldest, failures_only: true, from, pages: failurePages, timeLeft },
  });
  return {
    attempts: [...attempts, ...failed.attempts],
    walkWhenDone: { walked_at, full_at: failed.complete ? walked_at : null, cursor: failed.cursor },
    walkWhenLeft: { walked_at, full_at: null, cursor: from },
  };
}

function isFullWalkDue({ full_at }: Walk, now: number): boolean {
  return full_at === null || now - Date.parse(full_at) >= fullWalkMs;
}
