import type { DeliveryId } from "../../../core/deliveries/delivery.ts";
import type { Letter } from "./dead-letter-queue.ts";
import { envelopeOf } from "./describe-dead-letter.ts";

/** What a letter is about, for the operation log, and the delivery that it is of; null for one that cannot be read. */
export function letterIds(letter: Letter): {
  ids: Record<string, string | number>;
  delivery: DeliveryId | null;
} {
  const { message_id } = letter;
  const envelope = envelopeOf(letter);
  if (!envelope) return { ids: { message_id }, delivery: null };
  const { delivery_id, hook_id, repo, pr_number } = envelope;
  return { ids: { message_id, delivery_id, hook_id, repo, pr_number }, delivery: { delivery_id, hook_id } };
}
