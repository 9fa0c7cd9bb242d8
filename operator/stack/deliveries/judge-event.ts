import { isSupportedEvent } from "../../../core/deliveries/classify-webhook.ts";
import type { DeliveryRecord } from "./delivery-records.ts";
import { isFailing } from "./failing.ts";
import type { GitHubEvent } from "./github-events.ts";

/** Why an event that should have become something has not. */
export type Gap =
  | "never_accepted"
  | "wrong_signature"
  | "record_missing"
  | "not_enqueued"
  | "failing"
  | "not_processed"
  | "failed";

const minute = 60_000;
/** A delivery that is not in the queue by then was left behind, and has been sent again since. */
const enqueuedWithinMs = 2 * minute;
/** The queue brings a message back for that long before it is given up. */
const processedWithinMs = 20 * minute;

/** What is wrong with an event, seen from both sides; null for one that is where it should be by now. */
export function gapOf(
  { event, attempts }: Pick<GitHubEvent, "event" | "attempts">,
  record: Pick<DeliveryRecord, "status" | "outcome" | "received_at" | "last_failure"> | null,
  now: number,
): Gap | null {
  if (!record) {
    if (!isSupportedEvent(event)) return null;
    const codes = attempts.map(({ status_code }) => status_code);
    if (codes.includes(202)) return "record_missing";
    // 200 says that there was nothing to do, which nobody writes down.
    if (attempts.some(({ ok }) => ok)) return null;
    return codes[0] === 401 ? "wrong_signature" : "never_accepted";
  }
  if (record.outcome?.kind === "failed") return "failed";
  if (record.status === "PROCESSED") return null;
  if (isFailing(record, now)) return "failing";
  const age = now - Date.parse(record.received_at ?? "");
  if (record.status === "RECEIVED") return age > enqueuedWithinMs ? "not_enqueued" : null;
  return age > processedWithinMs ? "not_processed" : null;
}

/** For people. */
export const gapTexts: Record<Gap, string> = {
  never_accepted: "GitHub failed, never accepted",
  wrong_signature: "refused: its signature does not match (secrets check)",
  record_missing: "accepted, its record is gone",
  not_enqueued: "accepted, not in the queue",
  failing: "its dispatch fails, and is tried again",
  not_processed: "accepted, not processed",
  failed: "can never be processed",
};
