import { type DeliveryStore, deliveryKey } from "./delivery.ts";
import { type Envelope, envelopeText, type OutgoingEnvelope } from "./envelope.ts";
import type { PayloadStore } from "./payload-store.ts";

/** The limit is 1 MiB for a queue message and 400 KB for a DynamoDB item. A larger payload goes to the bucket. */
export const inlineLimitBytes = 200 * 1024;
const encoder = new TextEncoder();

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
    async open(envelope: OutgoingEnvelope): Promise<OutgoingEnvelope | null> {
      const stored = await offload(envelope, ports.payloads);
      const status = await ports.deliveries.receive(stored);
      return status === "new" || status === "RECEIVED" ? stored : null;
    },
    /** Records that the message is in the queue. */
    async close(envelope: OutgoingEnvelope): Promise<void> {
      await ports.deliveries.enqueued(envelope);
    },
  };
}

/** Returns the envelope, with its payload moved to the bucket if it is too large for a message. */
export async function offload<Given extends OutgoingEnvelope>(
  envelope: Given,
  payloads: Pick<PayloadStore, "put">,
): Promise<Given | Envelope> {
  const { payload_ref: ref } = envelope;
  if (ref.kind === "s3" || isShort(envelopeText(envelope))) return envelope;
  const key = `deliveries/${deliveryKey(envelope).split("#").slice(1).join("/")}`;
  const payload_ref = await payloads.put(key, ref.kind === "text" ? ref.json : JSON.stringify(ref.payload));
  return { ...envelope, payload_ref };
}

function isShort(text: string): boolean {
  // A UTF-16 unit has at most three bytes in UTF-8, so the length alone decides about most texts.
  return text.length * 3 <= inlineLimitBytes || encoder.encode(text).length <= inlineLimitBytes;
}
