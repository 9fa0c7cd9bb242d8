import type { DeliveryId, DeliveryStatus } from "./delivery.ts";
import type { Envelope } from "./envelope.ts";

/** An accepted delivery that is not known to be in the queue. */
export interface PendingDelivery {
  /** Returned by `deliveryKey`. */
  key: string;
  /** ISO 8601 UTC. */
  received_at: string;
}

/** Port: reads deliveries of the idempotency table. Throws RetryableError if the table does not respond. */
export interface AcceptedDeliveries {
  /** Returns deliveries in RECEIVED, oldest first. The index may lag: read each delivery before using it. */
  pending(limit: number): Promise<PendingDelivery[]>;
  /** Returns the envelope of a delivery that is still in RECEIVED; null for any other. */
  pendingEnvelope(key: string): Promise<Envelope | null>;
  /** Returns null for a delivery that was never accepted. */
  status(id: DeliveryId): Promise<DeliveryStatus | null>;
}
