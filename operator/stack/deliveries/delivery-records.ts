import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import {
  type DeliveryFailure,
  type DeliveryId,
  type DeliveryOutcome,
  type DeliveryStatus,
  deliveryKey,
} from "../../../core/deliveries/delivery.ts";
import type { Operation } from "../operations/operation-log.ts";

/** What the idempotency table says of a delivery, without its envelope: keys as they are there. */
export interface DeliveryRecord extends DeliveryId {
  status: DeliveryStatus;
  outcome: DeliveryOutcome | null;
  event_type: string | null;
  action: string | null;
  repo: string | null;
  pr_number: number | null;
  sender: string | null;
  received_at: string | null;
  enqueued_at: string | null;
  processed_at: string | null;
  /** Why the last try to dispatch it failed; null when none did. */
  last_failure: DeliveryFailure | null;
  /** Number of failed attempts and time of the first, ISO 8601 UTC; null for failures recorded by an earlier version. */
  failures: number | null;
  failing_since: string | null;
  /** What operators did with it, oldest first. */
  operations: DeliveryOperation[];
}

export type DeliveryOperation = Omit<Operation, "ids">;

/** Null for a delivery that was never accepted, or whose 30 days are over. */
export async function readDelivery(
  tableName: string,
  id: DeliveryId,
  client: DynamoDBDocumentClient = documentClient(),
): Promise<DeliveryRecord | null> {
  const Key = { pk: deliveryKey(id) };
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
  if (!Item) return null;
  const text = (name: string): string | null => (typeof Item[name] === "string" ? Item[name] : null);
  return {
    ...id,
    status: Item.status,
    outcome: Item.outcome ?? null,
    event_type: text("event_type"),
    action: text("action"),
    repo: text("repo"),
    pr_number: typeof Item.pr_number === "number" ? Item.pr_number : null,
    sender: Item.sender?.login ?? null,
    received_at: text("received_at"),
    enqueued_at: text("enqueued_at"),
    processed_at: text("processed_at"),
    last_failure: Item.last_failure ?? null,
    failures: typeof Item.failures === "number" ? Item.failures : null,
    failing_since: text("failing_since"),
    operations: Item.operations ?? [],
  };
}

/** `dispatched`, `duplicate`, `ignored: bot`, `failed: payload_gone`; null as long as nothing is decided. */
export function outcomeText(outcome: DeliveryOutcome | null): string | null {
  if (!outcome) return null;
  return "reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind;
}
