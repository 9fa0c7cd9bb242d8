import type { HookAttempt, HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";

export interface WalkOptions {
  /** ISO 8601 UTC: attempts from before are not looked at. */
  since: string;
  failures_only: boolean;
  /** Where an earlier walk stopped. */
  from: string | null;
  /** Of a hundred attempts each. */
  pages: number;
  timeLeft(): number;
}

export interface Walked {
  attempts: HookAttempt[];
  /** Whether `since` was reached. */
  complete: boolean;
  /** Where it stopped; null when it is complete. */
  cursor: string | null;
}

/** The attempts since some time, newest first. */
export async function walkAttempts(
  hook: HookDeliveries,
  { since, failures_only, from, pages, timeLeft }: WalkOptions,
): Promise<Walked> {
  const attempts: HookAttempt[] = [];
  let cursor = from;
  for (let number = 0; number < pages && timeLeft() > 0; number += 1) {
    const page = await hook.page(cursor, { failures_only });
    const recent = page.attempts.filter(({ delivered_at }) => delivered_at >= since);
    attempts.push(...recent);
    cursor = page.cursor;
    if (cursor === null || recent.length < page.attempts.length) {
      return { attempts, complete: true, cursor: null };
    }
  }
  return { attempts, complete: false, cursor };
}
