import { type Envelope, readEnvelope } from "../../../core/deliveries/envelope.ts";
import { isEnvelope } from "../../../core/generated/validators.mjs";
import type { DeliveryRecord } from "../deliveries/delivery-records.ts";
import type { Letter } from "./dead-letter-queue.ts";

/** What may be shown of a dead letter: ids, codes and times, and nothing that a stranger wrote. */
export interface DescribedLetter {
  message_id: string;
  sent_at: string | null;
  receive_count: number;
  delivery_id: string | null;
  hook_id: string | null;
  /** `issue_comment.created`. */
  event: string | null;
  repo: string | null;
  pr_number: number | null;
  /** When the webhook came in. */
  received_at: string | null;
  /** Of the delivery. */
  status: string | null;
  /** Why it is here, as a code; see `causeOf`. */
  cause: string;
  /** When that was noted. */
  cause_at: string | null;
}

/** What the dispatcher calls a message that it cannot read. */
export const unreadable = "malformed_message";

/** The envelope of a letter; null when it is none. */
export function envelopeOf({ body }: Pick<Letter, "body">): Envelope | null {
  return readEnvelope(body, isEnvelope);
}

/** A letter of the event queue beside the record of its delivery, if there is one. */
export function describeLetter(
  letter: Pick<Letter, "message_id" | "sent_at" | "receive_count">,
  envelope: Omit<Envelope, "payload_ref"> | null,
  delivery: DeliveryRecord | null,
): DescribedLetter {
  const { message_id, sent_at, receive_count } = letter;
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
 * The code of the last try that failed. `processed`: another copy of the message has got through. `not_noted`: no try
 * came so far as to say why, for example because the function did not start. `delivery_unknown`: its record is gone.
 */
function causeOf(delivery: DeliveryRecord | null): string {
  if (!delivery) return "delivery_unknown";
  if (delivery.outcome?.kind === "failed") return delivery.outcome.reason;
  if (delivery.status === "PROCESSED") return "processed";
  return delivery.last_failure?.code ?? "not_noted";
}
