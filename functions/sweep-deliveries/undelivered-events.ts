import { isSupportedEvent } from "../../core/deliveries/classify-webhook.ts";
import type { HookAttempt } from "../../core/deliveries/hook-deliveries.ts";

/** GitHub redelivers for three days. An event close to that limit is no longer requested. */
export const redeliverableMs = 3 * 86_400_000 - 600_000;
/** An attempt takes up to ten seconds, and a user may be requesting another. */
const minAgeMs = 60_000;

/** Returns the newest attempt of each supported event that was never delivered, oldest first. */
export function undeliveredEvents(attempts: readonly HookAttempt[], now: number): HookAttempt[] {
  const delivered = new Set(attempts.filter(({ ok }) => ok).map(({ guid }) => guid));
  const newest = new Map<string, HookAttempt>();
  for (const attempt of attempts) {
    if (delivered.has(attempt.guid) || !isSupportedEvent(attempt.event)) continue;
    const known = newest.get(attempt.guid);
    if (!known || known.delivered_at < attempt.delivered_at) newest.set(attempt.guid, attempt);
  }
  return [...newest.values()]
    .filter(({ delivered_at }) => {
      const age = now - Date.parse(delivered_at);
      return age >= minAgeMs && age < redeliverableMs;
    })
    .sort((a, b) => a.delivered_at.localeCompare(b.delivered_at));
}
