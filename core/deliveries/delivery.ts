import type { Envelope } from "./envelope.ts";

/** `RECEIVED`: accepted, not yet known to be in the queue. `PROCESSED`: the dispatcher has decided; terminal. */
export type DeliveryStatus = "RECEIVED" | "ENQUEUED" | "PROCESSED";

/** How a delivery ended, for the operator who looks it up. */
export type DeliveryOutcome =
  | { kind: "dispatched"; job_ids: string[] }
  | { kind: "duplicate"; job_ids: string[] }
  | { kind: "ignored"; reason: string }
  | { kind: "failed"; reason: string };

export interface DeliveryId {
  hook_id: string;
  delivery_id: string;
}

/** Why the last attempt to dispatch a delivery failed. */
export interface DeliveryFailure {
  code: string;
  /** ISO 8601 UTC. */
  at: string;
}

/** Port: the deliveries of the idempotency table. Throws RetryableError when the table does not answer. */
export interface DeliveryStore {
  /** Records a delivery as RECEIVED with its envelope, unless it is there already; answers the status it had. */
  receive(envelope: Envelope): Promise<DeliveryStatus | "new">;
  /** RECEIVED → ENQUEUED, dropping the envelope; leaves a later status alone. */
  enqueued(id: DeliveryId): Promise<void>;
  /** Counts a failed dispatch with its code, for operators. Does not change the status or create a record. */
  failing(id: DeliveryId, code: string): Promise<void>;
  /** The terminal outcome. Creates the record for a message that reached the queue by another way. */
  finish(id: DeliveryId, outcome: DeliveryOutcome): Promise<void>;
}

/** The key of a delivery: one GUID can come from two hooks. */
export function deliveryKey({ hook_id, delivery_id }: DeliveryId): string {
  return `delivery#${hook_id}#${delivery_id}`;
}
