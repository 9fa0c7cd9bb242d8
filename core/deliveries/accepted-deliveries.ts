import type { DeliveryId, DeliveryStatus } from "./delivery.ts";
import type { Envelope } from "./envelope.ts";

/** A delivery that was accepted and is not known to be in the queue. */
export interface PendingDelivery {
  /** As `deliveryKey` makes it. */
  key: string;
  /** ISO 8601 UTC. */
  received_at: string;
}

/** Port: what became of deliveries. Throws RetryableError when the table does not answer. */
export interface AcceptedDeliveries {
  /** Deliveries in RECEIVED, oldest first, by an index that may be a little behind: look at each before using it. */
  pending(limit: number): Promise<PendingDelivery[]>;
  /** The envelope of a delivery that is still in RECEIVED; null for one that has gone on. */
  pendingEnvelope(key: string): Promise<Envelope | null>;
  /** Null for a delivery that was never accepted. */
  status(id: DeliveryId): Promise<DeliveryStatus | null>;
}
