import { isSupportedEvent } from "../../core/deliveries/classify-webhook.ts";
import type { HookAttempt } from "../../core/deliveries/hook-deliveries.ts";

/** GitHub redelivers within three days; what is as good as over is not asked for any more. */
export const redeliverableMs = 3 * 86_400_000 - 600_000;
/** An attempt takes up to ten seconds, and somebody may just be asking for another. */
const youngMs = 60_000;

/** The newest attempt of each event that no attempt brought here and that would be read here, oldest first. */
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
      return age >= youngMs && age < redeliverableMs;
    })
    .sort((a, b) => a.delivered_at.localeCompare(b.delivered_at));
}
