import { isSupportedEvent } from "../../../core/deliveries/classify-webhook.ts";
import { retriesEndAfterMs } from "../../../core/deliveries/delivery-limits.ts";
import type { DeliveryRecord } from "./delivery-records.ts";
import { isFailing } from "./failing.ts";
import type { GitHubEvent } from "./github-events.ts";

/** Why an event that should have been processed was not. */
export type Gap =
  | "never_accepted"
  | "wrong_signature"
  | "record_missing"
  | "not_enqueued"
  | "failing"
  | "not_processed"
  | "failed";

const minute = 60_000;
/** By then the sweeper has sent a delivery that was left behind. */
const enqueuedWithinMs = 2 * minute;

/** Returns an event's gap from GitHub's attempts and our record; null if nothing is wrong. */
export function gapOf(
  { event, attempts }: Pick<GitHubEvent, "event" | "attempts">,
  record: Pick<DeliveryRecord, "status" | "outcome" | "received_at" | "last_failure"> | null,
  now: number,
): Gap | null {
  if (!record) {
    if (!isSupportedEvent(event)) return null;
    const codes = attempts.map(({ status_code }) => status_code);
    if (codes.includes(202)) return "record_missing";
    // A 200 means that there was nothing to do, so there is no record.
    if (attempts.some(({ ok }) => ok)) return null;
    return codes[0] === 401 ? "wrong_signature" : "never_accepted";
  }
  if (record.outcome?.kind === "failed") return "failed";
  if (record.status === "PROCESSED") return null;
  if (isFailing(record, now)) return "failing";
  const age = now - Date.parse(record.received_at ?? "");
  if (record.status === "RECEIVED") return age > enqueuedWithinMs ? "not_enqueued" : null;
  return age > retriesEndAfterMs ? "not_processed" : null;
}

/** Descriptions for people. */
export const gapTexts: Record<Gap, string> = {
  never_accepted: "delivery failed, never accepted",
  wrong_signature: "rejected: the signature does not match (secrets check)",
  record_missing: "accepted, record missing",
  not_enqueued: "accepted, not in the queue",
  failing: "dispatch fails and is retried",
  not_processed: "accepted, not processed",
  failed: "cannot be processed",
};
