import type { HookAttempt, HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";

interface WalkOptions {
  /** ISO 8601 UTC: earlier attempts are skipped. */
  since: string;
  failures_only: boolean;
  /** Cursor where an earlier walk stopped; null to start at the newest attempt. */
  from: string | null;
  /** Maximum number of pages, of a hundred attempts each. */
  pages: number;
  timeLeft(): number;
}

interface Walked {
  attempts: HookAttempt[];
  /** Whether `since` was reached. */
  complete: boolean;
  /** Where the walk stopped; null if it is complete. */
  cursor: string | null;
}

/** Reads the attempts since a time, newest first. */
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
