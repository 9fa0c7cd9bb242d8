import { type DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { type DeliveryRecord, readDelivery } from "./delivery-records.ts";

/**
 * Returns the table's records of a GUID, one for each hook that delivered it. Looks up the hooks that the caller knows;
 * only if none has a record it scans the whole table, because the table's key starts with the hook.
 */
export async function findRecords(
  tableName: string,
  guid: string,
  hooks: readonly (string | null)[],
  looked: (items: number) => void,
): Promise<DeliveryRecord[]> {
  const known = new Set(hooks.filter((hook) => hook !== null));
  const found = await read(tableName, guid, [...known]);
  if (found.length > 0) return found;
  return read(tableName, guid, await scanHooks(tableName, guid, looked));
}

export const hooksOf = (jobs: readonly Pick<Job, "hook_id">[]): string[] =>
  jobs.map(({ hook_id }) => hook_id);

async function read(tableName: string, guid: string, hooks: string[]): Promise<DeliveryRecord[]> {
  const ids = hooks.map((hook_id) => ({ hook_id, delivery_id: guid }));
  const records = await Promise.all(ids.map((id) => readDelivery(tableName, id)));
  return records.filter((record) => record !== null);
}

async function scanHooks(
  tableName: string,
  guid: string,
  looked: (items: number) => void,
  client: DynamoDBDocumentClient = documentClient(),
): Promise<string[]> {
  const hooks: string[] = [];
  let count = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
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
    looked(count);
    from = page.LastEvaluatedKey;
  } while (from);
  return hooks;
}
