import type { Column } from "../../cli/output/table.ts";
import { type DeliveryRecord, outcomeText } from "../deliveries/delivery-records.ts";
import { failureText } from "../deliveries/failing.ts";
import { secondsOf, span } from "../time.ts";
import type { JobStory } from "./job-story.ts";

interface Moment {
  at: string;
  what: string;
  actor: string | null;
  reason: string | null;
  ids: Record<string, string | number>;
  /** Milliseconds since the moment before; null for the first. */
  after: number | null;
}

/** A delivery and the transitions of a job that came of it, in the order of time. */
export function timeline({ job: { mode }, delivery, events }: Pick<JobStory, "job" | "delivery" | "events">) {
  const shadow = mode === "shadow" ? ", in shadow" : "";
  const moments = [
    ...(delivery ? momentsOf(delivery, shadow) : []),
    ...events.map(({ at, to, actor, reason, ids }) => ({ at, what: `${to}${shadow}`, actor, reason, ids })),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
  return moments.map((one, n): Moment => {
    const before = moments[n - 1];
    return { ...one, after: before ? Date.parse(one.at) - Date.parse(before.at) : null };
  });
}

function momentsOf(delivery: DeliveryRecord, shadow: string): Omit<Moment, "after">[] {
  const { received_at, enqueued_at, processed_at, event_type, action, hook_id, delivery_id } = delivery;
  const { last_failure, operations } = delivery;
  const event = event_type ? `${event_type}.${action}` : null;
  const moment = (at: string | null, what: string, reason: string | null, ids = {}) =>
    at ? [{ at, what: `delivery ${what}`, actor: null, reason, ids }] : [];
  return [
    ...moment(received_at, "received", event, { hook: hook_id, delivery: delivery_id }),
    ...moment(enqueued_at, "enqueued", null),
    ...moment(last_failure?.at ?? null, "not dispatched", last_failure && failureText(delivery)),
    ...operations.map(({ at, kind, actor, reason }) => ({
      at,
      what: `delivery ${kind}`,
      actor,
      reason,
      ids: {},
    })),
    ...moment(processed_at, "processed", `${outcomeText(delivery.outcome) ?? ""}${shadow}`),
  ];
}

export const timelineColumns: Column<Moment>[] = [
  { head: "TIME", cell: ({ at }) => secondsOf(at) },
  { head: "AFTER", cell: ({ after }) => (after === null ? "" : `+${span(after)}`) },
  { head: "WHAT", cell: ({ what }) => what },
  { head: "BY", cell: ({ actor }) => actor ?? "" },
  { head: "WHY", cell: ({ reason }) => reason ?? "" },
  {
    head: "IDS",
    cell: ({ ids }) =>
      Object.entries(ids)
        // Of an execution's ARN its name is what people know it by.
        .map(([name, id]) => `${name}=${String(id).replace(/^arn:.*:/, "")}`)
        .join(" "),
  },
];
