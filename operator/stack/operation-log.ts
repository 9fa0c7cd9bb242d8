import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { documentClient, expiry } from "../../adapters/dynamodb/document-client.ts";
import { isNamed } from "../../adapters/runtime/aws-errors.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import { type DeliveryId, deliveryKey } from "../../core/deliveries/delivery.ts";
import { retentionDays } from "../../core/retention.ts";

/** An operator's change that does not belong to a single job. */
export interface Operation {
  kind: string;
  /** ISO 8601 UTC. */
  at: string;
  /** `operator:<name>`. */
  actor: string;
  reason: string;
  /** What was changed: a delivery, a message, a circuit. */
  ids: Record<string, string | number>;
}

export interface OperationLog {
  /** Call it before the change, so that no change goes unrecorded. `subject` distinguishes operations of one moment. */
  record(operation: Omit<Operation, "at">, subject?: string): Promise<Operation>;
  /** Returns operations of these kinds, or of all kinds, newest first. */
  latest(limit: number, kinds?: readonly string[]): Promise<Operation[]>;
}

/** Partition of the operations in the index `pending-by-time`. */
const partition = "OPERATION";

/** Opens the log of a stack's operations, items `operation#<time>#<kind>` of the idempotency table. */
export function createOperationLog(
  tableName: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): OperationLog {
  async function read(pk: string): Promise<Operation[]> {
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: { pk } }));
    if (!Item) return [];
    const { kind, received_at: at, actor, reason, ids } = Item;
    return [{ kind, at, actor, reason, ids }];
  }

  return {
    async record(operation, subject) {
      const at = isoTime(clock());
      const pk = ["operation", at, operation.kind, ...(subject ? [subject] : [])].join("#");
      const times = { received_at: at, expires_at: expiry(clock, retentionDays.operations) };
      const Item = { ...operation, pk, pending: partition, ...times };
      await client.send(new PutCommand({ TableName: tableName, Item }));
      return { ...operation, at };
    },

    async latest(limit, kinds) {
      const found: string[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: tableName,
            IndexName: "pending-by-time",
            KeyConditionExpression: "pending = :partition",
            ExpressionAttributeValues: { ":partition": partition },
            ScanIndexForward: false,
            Limit: 100,
            ExclusiveStartKey: from,
          }),
        );
        const keys = (page.Items ?? []).map(({ pk }) => String(pk));
        found.push(...keys.filter((pk) => !kinds || kinds.includes(pk.split("#")[2] ?? "")));
        from = page.LastEvaluatedKey;
      } while (found.length < limit && from);
      return (await Promise.all(found.slice(0, limit).map(read))).flat();
    },
  };
}

/** Records an operation with the delivery that it changed, so that `job` shows it. Does nothing without a record. */
export async function noteOnDelivery(
  tableName: string,
  id: DeliveryId,
  { kind, at, actor, reason }: Operation,
  client: DynamoDBDocumentClient = documentClient(),
): Promise<void> {
  try {
    await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk: deliveryKey(id) },
        UpdateExpression: "SET operations = list_append(if_not_exists(operations, :none), :one)",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":none": [], ":one": [{ kind, at, actor, reason }] },
      }),
    );
  } catch (error) {
    if (!isNamed(error, "ConditionalCheckFailedException")) throw error;
  }
}
