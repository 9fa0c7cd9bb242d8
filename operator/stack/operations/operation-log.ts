import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient, expiry } from "../../../adapters/dynamodb/document-client.ts";
import { type Clock, isoTime } from "../../../core/clock.ts";

/** What an operator did that belongs to no single job. */
export interface Operation {
  kind: string;
  /** ISO 8601 UTC. */
  at: string;
  /** `operator:<name>`. */
  actor: string;
  reason: string;
  /** What it was done to: a delivery, a message, a circuit. */
  ids: Record<string, string | number>;
}

export interface OperationLog {
  /** To be called before it is done, so that nothing is done unseen. `subject` tells apart what happens in the same moment. */
  record(operation: Omit<Operation, "at">, subject?: string): Promise<Operation>;
  /** Newest first; of some kinds, or of all. */
  latest(limit: number, kinds?: readonly string[]): Promise<Operation[]>;
}

/** Audits ask for a year. */
const keepDays = 400;
/** The index of deliveries that are on their way has a place for operations beside them. */
const place = "OPERATION";

/** What operators did, items `operation#<time>#<kind>` of the idempotency table. */
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
      const Item = {
        ...operation,
        pk,
        pending: place,
        received_at: at,
        expires_at: expiry(clock, keepDays),
      };
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
            KeyConditionExpression: "pending = :place",
            ExpressionAttributeValues: { ":place": place },
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
