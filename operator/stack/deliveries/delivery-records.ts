import { type DynamoDBDocumentClient, GetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import {
  type DeliveryFailure,
  type DeliveryId,
  type DeliveryOutcome,
  type DeliveryStatus,
  deliveryKey,
} from "../../../core/deliveries/delivery.ts";
import type { Operation } from "../operation-log.ts";

/** A delivery's record in the idempotency table, with its attribute names, without the envelope. */
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
  /** Why the last attempt to dispatch it failed; null if none failed. */
  last_failure: DeliveryFailure | null;
  /** Number of failed attempts and time of the first, ISO 8601 UTC; null for failures recorded by an earlier version. */
  failures: number | null;
  failing_since: string | null;
  /** Operators' changes, oldest first. */
  operations: Omit<Operation, "ids">[];
}

/** Reads a delivery's record; null if it was never accepted, or over 30 days ago. */
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

/**
 * Returns the records of a GUID, one for each hook that delivered it. Looks up the hooks that the caller knows; only if
 * none has a record it scans the whole table, because the table's key starts with the hook.
 */
export async function findRecords(
  tableName: string,
  guid: string,
  knownHooks: readonly string[],
  progress: (items: number) => void,
): Promise<DeliveryRecord[]> {
  const found = await readRecords(tableName, guid, [...new Set(knownHooks)]);
  if (found.length > 0) return found;
  return readRecords(tableName, guid, await scanHooks(tableName, guid, progress));
}

async function readRecords(tableName: string, guid: string, hooks: string[]): Promise<DeliveryRecord[]> {
  const ids = hooks.map((hook_id) => ({ hook_id, delivery_id: guid }));
  const records = await Promise.all(ids.map((id) => readDelivery(tableName, id)));
  return records.filter((record) => record !== null);
}

async function scanHooks(
  tableName: string,
  guid: string,
  progress: (items: number) => void,
): Promise<string[]> {
  const hooks: string[] = [];
  let count = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await documentClient().send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: "begins_with(pk, :deliveries) AND delivery_id = :guid",
        ExpressionAttributeValues: { ":deliveries": "delivery#", ":guid": guid },
        ProjectionExpression: "pk",
        ExclusiveStartKey: from,
      }),
    );
    hooks.push(...(page.Items ?? []).map(({ pk }) => String(pk).split("#")[1] ?? ""));
    count += page.ScannedCount ?? 0;
    progress(count);
    from = page.LastEvaluatedKey;
  } while (from);
  return hooks;
}

/** Returns `dispatched`, `duplicate`, `ignored: bot`, `failed: payload_gone`; null before a decision. */
export function outcomeText(outcome: DeliveryOutcome | null): string | null {
  if (!outcome) return null;
  return "reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind;
}
