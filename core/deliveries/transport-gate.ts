import { type DeliveryStore, deliveryKey } from "./delivery.ts";
import type { Envelope } from "./envelope.ts";
import type { PayloadStore } from "./payload-store.ts";

/** A queue message carries 1 MiB and a DynamoDB item 400 KB; a larger payload goes to the bucket. */
export const inlineLimitBytes = 200 * 1024;

export type TransportGate = ReturnType<typeof createTransportGate>;

/**
 * The first of the two gates: one delivery is taken in once. It goes by status and never by mere presence, so a
 * crash between the record and the queue loses nothing: a repeat that finds RECEIVED is sent again, and the
 * semantic gate removes the double.
 */
export function createTransportGate(ports: {
  deliveries: DeliveryStore;
  payloads: Pick<PayloadStore, "put">;
}) {
  return {
    /** Records the delivery. Answers the envelope to send, or null for one that is already in the queue. */
    async open(envelope: Envelope): Promise<Envelope | null> {
      const stored = await offload(envelope, ports.payloads);
      const status = await ports.deliveries.receive(stored);
      return status === "new" || status === "RECEIVED" ? stored : null;
    },
    /** The message is in the queue. */
    async close(envelope: Envelope): Promise<void> {
      await ports.deliveries.enqueued(envelope);
    },
  };
}

/** The same envelope, its payload in the bucket when a message could not carry it. */
export async function offload(envelope: Envelope, payloads: Pick<PayloadStore, "put">): Promise<Envelope> {
  if (envelope.payload_ref.kind === "s3") return envelope;
  if (utf8Length(JSON.stringify(envelope)) <= inlineLimitBytes) return envelope;
  const key = `deliveries/${deliveryKey(envelope).split("#").slice(1).join("/")}`;
  const payload_ref = await payloads.put(key, JSON.stringify(envelope.payload_ref.payload));
  return { ...envelope, payload_ref };
}

/** Bytes of a text in UTF-8, without encoding it. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // A surrogate pair is two units and four bytes: each half counts two.
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
