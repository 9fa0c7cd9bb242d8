import { type DeliveryStore, deliveryKey } from "./delivery.ts";
import type { Envelope } from "./envelope.ts";
import type { PayloadStore } from "./payload-store.ts";

/** The limit is 1 MiB for a queue message and 400 KB for a DynamoDB item. A larger payload goes to the bucket. */
export const inlineLimitBytes = 200 * 1024;

/**
 * Creates the first of the two gates, which admits each delivery once. It checks the status, not mere presence, so a
 * crash between the record and the queue loses nothing: a repeat that finds RECEIVED is sent again, and the semantic gate
 * removes the duplicate.
 */
export function createTransportGate(ports: {
  deliveries: DeliveryStore;
  payloads: Pick<PayloadStore, "put">;
}) {
  return {
    /** Records the delivery. Returns the envelope to send; null for a delivery that is already in the queue. */
    async open(envelope: Envelope): Promise<Envelope | null> {
      const stored = await offload(envelope, ports.payloads);
      const status = await ports.deliveries.receive(stored);
      return status === "new" || status === "RECEIVED" ? stored : null;
    },
    /** Records that the message is in the queue. */
    async close(envelope: Envelope): Promise<void> {
      await ports.deliveries.enqueued(envelope);
    },
  };
}

/** Returns the envelope, with its payload moved to the bucket if it is too large for a message. */
export async function offload(envelope: Envelope, payloads: Pick<PayloadStore, "put">): Promise<Envelope> {
  if (envelope.payload_ref.kind === "s3") return envelope;
  if (utf8Length(JSON.stringify(envelope)) <= inlineLimitBytes) return envelope;
  const key = `deliveries/${deliveryKey(envelope).split("#").slice(1).join("/")}`;
  const payload_ref = await payloads.put(key, JSON.stringify(envelope.payload_ref.payload));
  return { ...envelope, payload_ref };
}

/** Returns the length of a text in UTF-8 bytes, without encoding it. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // A surrogate pair has two units and four bytes: each half counts as two bytes.
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
