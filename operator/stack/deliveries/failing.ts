import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { deliveryIdOf, failingPlace } from "../../../adapters/dynamodb/delivery-item.ts";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import { isoTime } from "../../../core/clock.ts";
import { retriesEndAfterMs } from "../../../core/deliveries/delivery-limits.ts";
import { withConcurrency } from "../../../core/with-concurrency.ts";
import { durationText } from "../format.ts";
import { type DeliveryRecord, readDelivery } from "./delivery-records.ts";

/** A message that waits for GitHub fails for good after a day. */
const receivedWithinMs = 2 * 86_400_000;

/** Returns whether a delivery keeps failing. One with an older last attempt waits for GitHub or is dead-lettered. */
export function isFailing(
  { status, last_failure }: Pick<DeliveryRecord, "status" | "last_failure">,
  now: number,
): boolean {
  if (status === "PROCESSED" || last_failure === null) return false;
  return now - Date.parse(last_failure.at) < retriesEndAfterMs;
}

/** Describes a failing delivery: `github_failed, 9 attempts in 8 min`. */
export function failureText(
  record: Pick<DeliveryRecord, "last_failure" | "failures" | "failing_since">,
): string {
  const { last_failure, failures, failing_since } = record;
  const since = Date.parse(failing_since ?? "");
  const during = Number.isNaN(since) ? null : Date.parse(last_failure?.at ?? "") - since;
  const attempts = failures === null ? "" : `, ${failures} ${failures === 1 ? "attempt" : "attempts"}`;
  return `${last_failure?.code ?? ""}${attempts}${during ? ` in ${durationText(during)}` : ""}`;
}

/** Returns the deliveries whose dispatch currently fails, newest first, without those not queued yet. */
export async function failingDeliveries(
  tableName: string,
  now = Date.now(),
  client: DynamoDBDocumentClient = documentClient(),
): Promise<DeliveryRecord[]> {
  const found: DeliveryRecord[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: "pending-by-time",
        KeyConditionExpression: "pending = :failing AND received_at >= :since",
        ExpressionAttributeValues: { ":failing": failingPlace, ":since": isoTime(now - receivedWithinMs) },
        ScanIndexForward: false,
        Limit: 100,
        ExclusiveStartKey: from,
      }),
    );
    const keys = (page.Items ?? []).map(({ pk }) => String(pk));
    const records = new Map<string, DeliveryRecord | null>();
    const { failures } = await withConcurrency(
      keys,
      { width: 10, timeLeft: () => Number.POSITIVE_INFINITY },
      async (key) => {
        records.set(key, await readDelivery(tableName, deliveryIdOf(key), client));
      },
    );
    if (failures.length > 0) throw failures[0];
    for (const key of keys) {
      const record = records.get(key);
      if (record && isFailing(record, now)) found.push(record);
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}
