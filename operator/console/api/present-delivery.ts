import type { ComparedEvent } from "../../stack/deliveries/compare-events.ts";
import type { DeliveryDetails } from "../../stack/deliveries/delivery-details.ts";
import { type DeliveryRecord, outcomeText } from "../../stack/deliveries/delivery-records.ts";
import { failureText, isFailing } from "../../stack/deliveries/failing.ts";
import { gapOf, gapTexts } from "../../stack/deliveries/gap.ts";
import { presentJob } from "./job-routes.ts";

/** Returns an event of GitHub's list with its fate, as the page lists it. */
export function presentEvent(event: ComparedEvent) {
  const { guid, repo, pr_number, sender, delivered_at, status_codes, redelivered, status } = event;
  const { outcome, shadow, gap } = event;
  return {
    ...{ guid, event: event.action ? `${event.event}.${event.action}` : event.event },
    ...{ repo, pr_number, sender, at: delivered_at, status_codes, redelivered, status, shadow },
    ...fateOf(outcome),
    gap,
    problem: gap === "failing" ? failureText(event) : gap && gapTexts[gap],
  };
}

/** Returns our record of a delivery whose dispatch fails, in the form of `presentEvent`. */
export function presentFailing(record: DeliveryRecord) {
  const { delivery_id, repo, pr_number, sender, received_at, status, outcome } = record;
  return {
    ...{ guid: delivery_id, event: eventOf(record), repo, pr_number, sender, at: received_at ?? "" },
    ...{ status_codes: [], redelivered: 0, status, shadow: false },
    ...fateOf(outcome),
    gap: "failing" as const,
    problem: failureText(record),
  };
}

/** Returns everything about one delivery. */
export function presentDetails({ guid, records, github, jobs }: DeliveryDetails, now: number) {
  return {
    guid,
    records: records.map((record) => presentRecord(record, now)),
    github:
      "problem" in github
        ? github
        : {
            attempts: github.attempts.map(({ delivered_at, status_code, redelivery }) => ({
              ...{ at: delivered_at, status_code, redelivery },
            })),
          },
    jobs: jobs.map(presentJob),
  };
}

function presentRecord(record: DeliveryRecord, now: number) {
  const { hook_id, repo, pr_number, sender, status, received_at, enqueued_at, processed_at } = record;
  const { last_failure, operations } = record;
  const gap = gapOf({ event: record.event_type ?? "", attempts: [] }, record, now);
  return {
    ...{ hook_id, event: eventOf(record), repo, pr_number, sender, status },
    ...{ received_at, enqueued_at, processed_at, operations },
    ...fateOf(record.outcome),
    gap,
    problem: gap && gapTexts[gap],
    failure: last_failure && { text: failureText(record), at: last_failure.at, now: isFailing(record, now) },
  };
}

function eventOf({ event_type, action }: Pick<DeliveryRecord, "event_type" | "action">): string | null {
  return event_type && (action ? `${event_type}.${action}` : event_type);
}

function fateOf(outcome: DeliveryRecord["outcome"]) {
  return {
    outcome: outcomeText(outcome),
    job_ids: outcome && "job_ids" in outcome ? outcome.job_ids : [],
  };
}
