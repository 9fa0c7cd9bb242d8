import type {
  DeliveryFailure,
  DeliveryId,
  DeliveryOutcome,
  DeliveryStatus,
} from "../../core/deliveries/delivery.ts";
import type { Item } from "./table.ts";

/** Prefix of the keys of all deliveries; `deliveryKey` makes them. */
export const deliveryKeys = "delivery#";

/** Partition of the failing deliveries in the index `pending-by-time`. */
export const failingPlace = "FAILING";

/** A delivery's item in the idempotency table, without key and envelope. Times are ISO 8601 UTC; null: not written yet. */
export interface DeliveryItem {
  status: DeliveryStatus;
  outcome: DeliveryOutcome | null;
  event_type: string | null;
  action: string | null;
  repo: string | null;
  pr_number: number | null;
  /** Login of the sender. */
  sender: string | null;
  received_at: string | null;
  enqueued_at: string | null;
  processed_at: string | null;
  /** Why the last attempt to dispatch it failed; null if none failed. */
  last_failure: DeliveryFailure | null;
  /** Number of failed attempts and time of the first; null for failures recorded by an earlier version. */
  failures: number | null;
  failing_since: string | null;
  /** Operators' changes, oldest first. */
  operations: unknown[];
}

/** Reads the attributes of an item that the delivery table wrote, in this or an earlier version. */
export function readDeliveryItem(item: Item): DeliveryItem {
  const text = (name: string) => (typeof item[name] === "string" ? item[name] : null);
  const count = (name: string) => (typeof item[name] === "number" ? item[name] : null);
  return {
    status: item.status as DeliveryStatus,
    outcome: (item.outcome as DeliveryOutcome | undefined) ?? null,
    event_type: text("event_type"),
    action: text("action"),
    repo: text("repo"),
    pr_number: count("pr_number"),
    sender: (item.sender as { login?: string } | undefined)?.login ?? null,
    received_at: text("received_at"),
    enqueued_at: text("enqueued_at"),
    processed_at: text("processed_at"),
    last_failure: (item.last_failure as DeliveryFailure | undefined) ?? null,
    failures: count("failures"),
    failing_since: text("failing_since"),
    operations: Array.isArray(item.operations) ? item.operations : [],
  };
}

/** Returns the delivery of a key that `deliveryKey` made. */
export function deliveryIdOf(key: string): DeliveryId {
  const [, hook_id = "", delivery_id = ""] = key.split("#");
  return { hook_id, delivery_id };
}
