import type { DeliveryId } from "../../../core/deliveries/delivery.ts";
import type { Envelope } from "../../../core/deliveries/envelope.ts";
import { isEnvelope } from "../../../core/generated/validators.mjs";
import { parseJson } from "../../../core/json-value.ts";
import { revealInvisible } from "../../../core/markdown/invisible.ts";
import { type DeliveryRecord, readDelivery } from "../deliveries/delivery-records.ts";
import type { Stack } from "../find-stack.ts";
import { jobIds } from "../jobs/job-ids.ts";
import type { DeadLetter } from "./dead-letter-queue.ts";

/** The public part of a dead-letter message: IDs, codes and times, nothing that a user of GitHub wrote. */
export interface DescribedDeadLetter {
  message_id: string;
  sent_at: string | null;
  receive_count: number;
  delivery_id: string | null;
  hook_id: string | null;
  /** `issue_comment.created`. */
  event: string | null;
  repo: string | null;
  pr_number: number | null;
  /** When the webhook was received. */
  received_at: string | null;
  /** The delivery's status. */
  status: string | null;
  /** Why it is here, as a code; see `causeOf`. */
  cause: string;
  /** When the cause was recorded. */
  cause_at: string | null;
}

/** The dispatcher's code for a message that it cannot read. */
export const unreadable = "malformed_message";

/** Returns the message's envelope; null if its body is not one. */
export function envelopeOf({ body }: Pick<DeadLetter, "body">): Envelope | null {
  const value = parseJson(body);
  return isEnvelope(value) ? value : null;
}

/** Describes a message of the event queue together with the record of its delivery, if there is one. */
export function describeDeadLetter(
  message: Pick<DeadLetter, "message_id" | "sent_at" | "receive_count">,
  envelope: Omit<Envelope, "payload_ref"> | null,
  delivery: DeliveryRecord | null,
): DescribedDeadLetter {
  const { message_id, sent_at, receive_count } = message;
  return {
    ...{ message_id, sent_at, receive_count },
    delivery_id: envelope?.delivery_id ?? null,
    hook_id: envelope?.hook_id ?? null,
    event: envelope ? `${envelope.event_type}.${envelope.action}` : null,
    repo: envelope?.repo ?? null,
    pr_number: envelope?.pr_number ?? null,
    received_at: envelope?.received_at ?? null,
    status: delivery?.status ?? null,
    cause: envelope ? causeOf(delivery) : unreadable,
    cause_at: delivery?.last_failure?.at ?? null,
  };
}

/**
 * Returns the code of the last failed attempt. `processed`: another copy of the message succeeded. `not_noted`: no
 * attempt recorded a cause, for example because the function did not start. `delivery_unknown`: the record is gone.
 */
function causeOf(delivery: DeliveryRecord | null): string {
  if (!delivery) return "delivery_unknown";
  if (delivery.outcome?.kind === "failed") return delivery.outcome.reason;
  if (delivery.status === "PROCESSED") return "processed";
  return delivery.last_failure?.code ?? "not_noted";
}

/** Returns a message's description with the IDs of its delivery's jobs. */
export async function readDeadLetterDetails(message: DeadLetter, stack: Stack) {
  const envelope = envelopeOf(message);
  const delivery = envelope && (await readDelivery(stack.output("IdempotencyTableName"), envelope));
  const jobs: string[] = [];
  if (envelope) {
    const range = { index: "by-delivery", value: envelope.delivery_id, since: null, until: null } as const;
    for await (const { job_id } of jobIds(stack.output("JobTableName"), range)) jobs.push(job_id);
  }
  return { ...describeDeadLetter(message, envelope, delivery), jobs };
}

/** Returns a message's IDs for the operation log, and its delivery; null for a message that cannot be read. */
export function idsOf(message: DeadLetter): {
  ids: Record<string, string | number>;
  delivery: DeliveryId | null;
} {
  const { message_id } = message;
  const envelope = envelopeOf(message);
  if (!envelope) return { ids: { message_id }, delivery: null };
  const { delivery_id, hook_id, repo, pr_number } = envelope;
  const ids = { message_id, delivery_id, hook_id, repo, ...(pr_number !== null && { pr_number }) };
  return { ids, delivery: { delivery_id, hook_id } };
}

/** Returns the lines of a body as JSON, which escapes control characters; other invisible characters show. */
export function bodyLines(body: string): string[] {
  const value = parseJson(body);
  return JSON.stringify(value === undefined ? body : value, null, 2)
    .split("\n")
    .map(revealInvisible);
}
