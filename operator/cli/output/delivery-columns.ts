import type { ComparedEvent } from "../../stack/deliveries/compare-events.ts";
import { type DeliveryRecord, outcomeText } from "../../stack/deliveries/delivery-records.ts";
import { failureText } from "../../stack/deliveries/failing.ts";
import { gapTexts } from "../../stack/deliveries/gap.ts";
import { timeWithAge } from "../../stack/format.ts";
import type { Column } from "./table.ts";

/** Columns for GitHub's events. */
export function comparedColumns(now: number): Column<ComparedEvent>[] {
  return [
    { head: "DELIVERY", cell: ({ guid }) => guid },
    { head: "EVENT", cell: ({ event, action }) => (action ? `${event}.${action}` : event) },
    { head: "REPOSITORY", cell: ({ repo }) => repo },
    { head: "LAST ATTEMPT", cell: ({ delivered_at }) => timeWithAge(delivered_at, now) },
    { head: "GITHUB", cell: ({ status_codes }) => status_codes.map((code) => code || "none").join(", ") },
    { head: "HERE", cell: ({ status }) => status },
    { head: "OUTCOME", cell: (event) => outcomeOf(event) },
    { head: "NOTE", cell: noteOf },
  ];
}

/** Columns for our own records of failing deliveries. */
export function recordColumns(now: number): Column<DeliveryRecord>[] {
  return [
    { head: "DELIVERY", cell: ({ delivery_id }) => delivery_id },
    { head: "EVENT", cell: ({ event_type, action }) => (event_type ? `${event_type}.${action}` : null) },
    { head: "PULL REQUEST", cell: ({ repo, pr_number }) => repo && `${repo}#${pr_number}` },
    { head: "RECEIVED", cell: ({ received_at }) => timeWithAge(received_at, now) },
    { head: "LAST ATTEMPT", cell: ({ last_failure }) => timeWithAge(last_failure?.at, now) },
    { head: "FAILING", cell: failureText },
  ];
}

function outcomeOf({ outcome, shadow }: ComparedEvent): string | null {
  const text = outcomeText(outcome);
  return shadow ? `${text}, in shadow` : text;
}

function noteOf({ gap, redelivered, ...event }: ComparedEvent): string {
  const what = gap === "failing" ? `failing: ${failureText(event)}` : gap && gapTexts[gap];
  return [...(what ? [what] : []), ...(redelivered > 0 ? ["redelivered"] : [])].join(", ");
}
