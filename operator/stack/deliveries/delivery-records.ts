import { type DynamoDBDocumentClient, GetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import {
  type DeliveryItem,
  deliveryIdOf,
  deliveryKeys,
  readDeliveryItem,
} from "../../../adapters/dynamodb/delivery-item.ts";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import { type DeliveryId, type DeliveryOutcome, deliveryKey } from "../../../core/deliveries/delivery.ts";
import type { Operation } from "../operation-log.ts";

/** A delivery's record in the idempotency table, without the envelope. */
export interface DeliveryRecord extends DeliveryId, DeliveryItem {
  operations: Omit<Operation, "ids">[];
}

/** Reads a delivery's record; null if it was never accepted, or its record has expired. */
export async function readDelivery(
  tableName: string,
  id: DeliveryId,
  client: DynamoDBDocumentClient = documentClient(),
): Promise<DeliveryRecord | null> {
  const Key = { pk: deliveryKey(id) };
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
  if (!Item) return null;
  const { operations, ...item } = readDeliveryItem(Item);
  return { ...id, ...item, operations: operations as DeliveryRecord["operations"] };
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
        ExpressionAttributeValues: { ":deliveries": deliveryKeys, ":guid": guid },
        ProjectionExpression: "pk",
        ExclusiveStartKey: from,
      }),
    );
    hooks.push(...(page.Items ?? []).map(({ pk }) => deliveryIdOf(String(pk)).hook_id));
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
