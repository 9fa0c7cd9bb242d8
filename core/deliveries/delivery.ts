import type { OutgoingEnvelope } from "./envelope.ts";

/** `RECEIVED`: accepted, not known to be in the queue. `PROCESSED`: the dispatcher has decided; terminal. */
export type DeliveryStatus = "RECEIVED" | "ENQUEUED" | "PROCESSED";

/** How a delivery ended, for operators. */
export type DeliveryOutcome =
  | { kind: "dispatched"; job_ids: string[] }
  | { kind: "duplicate"; job_ids: string[] }
  /** An event of the pull request, which cancelled these jobs. */
  | { kind: "applied"; job_ids: string[] }
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

/** Port: the deliveries of the idempotency table. Throws RetryableError if the table does not respond. */
export interface DeliveryStore {
  /** Records a new delivery as RECEIVED with its envelope. Returns the status of a known one. */
  receive(envelope: OutgoingEnvelope): Promise<DeliveryStatus | "new">;
  /** RECEIVED → ENQUEUED, without the envelope. Does not change a later status. */
  enqueued(id: DeliveryId): Promise<void>;
  /** Counts a failed dispatch with its code, for operators. Does not change the status or create a record. */
  failing(id: DeliveryId, code: string): Promise<void>;
  /** Records the outcome. Creates the record of a message that reached the queue another way. */
  finish(id: DeliveryId, outcome: DeliveryOutcome): Promise<void>;
}

/** Returns the key of a delivery. It includes the hook, because two hooks can deliver the same GUID. */
export function deliveryKey({ hook_id, delivery_id }: DeliveryId): string {
  return `delivery#${hook_id}#${delivery_id}`;
}
