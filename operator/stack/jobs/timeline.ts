import { isVisible } from "../../../core/jobs/job-mode.ts";
import { outcomeText } from "../deliveries/delivery-records.ts";
import { failureText } from "../deliveries/failing.ts";
import type { JobDetails } from "./job-details.ts";

export interface TimelineEntry {
  at: string;
  what: string;
  actor: string | null;
  reason: string | null;
  ids: Record<string, string | number>;
  /** Milliseconds since the previous entry; null for the first. */
  after: number | null;
}

/** Returns what happened to a delivery and to its job, in order of time. */
export function timeline({
  job: { mode },
  delivery,
  events,
}: Pick<JobDetails, "job" | "delivery" | "events">): TimelineEntry[] {
  const shadow = isVisible({ mode }) ? "" : ", in shadow";
  const entries = [
    ...(delivery ? deliveryEntries(delivery, shadow) : []),
    ...events.map(({ at, to, actor, reason, ids }) => ({ at, what: `${to}${shadow}`, actor, reason, ids })),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
  return entries.map((entry, n) => {
    const previous = entries[n - 1];
    return { ...entry, after: previous ? Date.parse(entry.at) - Date.parse(previous.at) : null };
  });
}

function deliveryEntries(
  delivery: NonNullable<JobDetails["delivery"]>,
  shadow: string,
): Omit<TimelineEntry, "after">[] {
  const { received_at, enqueued_at, processed_at, event_type, action, hook_id, delivery_id } = delivery;
  const { last_failure, operations } = delivery;
  const event = event_type ? `${event_type}.${action}` : null;
  const entry = (at: string | null, what: string, reason: string | null, ids = {}) =>
    at ? [{ at, what: `delivery ${what}`, actor: null, reason, ids }] : [];
  return [
    ...entry(received_at, "received", event, { hook: hook_id, delivery: delivery_id }),
    ...entry(enqueued_at, "enqueued", null),
    ...entry(last_failure?.at ?? null, "not dispatched", last_failure && failureText(delivery)),
    ...operations.map(({ at, kind, actor, reason }) => ({
      ...{ at, what: `delivery ${kind}`, actor, reason, ids: {} },
    })),
    ...entry(processed_at, "processed", `${outcomeText(delivery.outcome) ?? ""}${shadow}`),
  ];
}
