import type { DeliveryDetails } from "../../stack/deliveries/delivery-details.ts";
import { type DeliveryRecord, outcomeText } from "../../stack/deliveries/delivery-records.ts";
import { failureText, isFailing } from "../../stack/deliveries/failing.ts";
import { gapOf, gapTexts } from "../../stack/deliveries/gap.ts";
import { timeWithAge } from "../../stack/format.ts";
import { stateText } from "../../stack/jobs/job-summary.ts";
import { fields, table } from "./table.ts";

/** Formats a delivery: our record, GitHub's attempts, and its jobs. */
export function deliveryLines(details: DeliveryDetails, now: number): string[] {
  const { guid, records, jobs } = details;
  const here =
    records.length > 0
      ? records.flatMap((record) => [...fields(recordFields(record, now)), ""])
      : [...fields({ delivery: guid, here: "no record: it was never accepted, or over 30 days ago" }), ""];
  const columns = [
    { head: "JOB", cell: (job: (typeof jobs)[number]) => job.job_id },
    { head: "STATE", cell: stateText },
    { head: "CHANGED", cell: (job: (typeof jobs)[number]) => timeWithAge(job.updated_at, now) },
  ];
  return [...here, ...githubLines(details, now), ...(jobs.length > 0 ? ["", ...table(columns, jobs)] : [])];
}

function recordFields(record: DeliveryRecord, now: number): Record<string, string | number | null> {
  const { delivery_id, hook_id, event_type, action, sender, repo, pr_number, status, last_failure } = record;
  const gap = gapOf({ event: event_type ?? "", attempts: [] }, record, now);
  const failure = last_failure && `${failureText(record)}, the last ${timeWithAge(last_failure.at, now)}`;
  return {
    delivery: delivery_id,
    hook: hook_id,
    ...(event_type && { event: `${event_type}.${action} by ${sender ?? "unknown"}` }),
    ...(repo && { "pull request": `${repo}#${pr_number}` }),
    status: [status, outcomeText(record.outcome)].filter((part) => part).join(", "),
    ...(gap && { note: gapTexts[gap] }),
    ...(failure && { [isFailing(record, now) ? "failing" : "failed before"]: failure }),
    received: timeWithAge(record.received_at, now),
    enqueued: timeWithAge(record.enqueued_at, now),
    processed: timeWithAge(record.processed_at, now),
  };
}

function githubLines({ github }: DeliveryDetails, now: number): string[] {
  if ("problem" in github)
    return [`GitHub could not be queried: ${github.problem.message} ${github.problem.advice}`];
  if (github.attempts.length === 0) return ["GitHub's list has no record of it: GitHub keeps three days."];
  const columns = [
    { head: "GITHUB", cell: ({ delivered_at }: Attempt) => timeWithAge(delivered_at, now) },
    { head: "RESPONSE", cell: ({ status_code }: Attempt) => status_code || "none" },
    { head: "NOTE", cell: ({ redelivery }: Attempt) => (redelivery ? "redelivered" : "") },
  ];
  return table(columns, github.attempts);
}

type Attempt = Extract<DeliveryDetails["github"], { attempts: unknown }>["attempts"][number];
