import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import type { IntentClaim, IntentStore } from "../../core/deliveries/intent-store.ts";
import { FencedError } from "../../core/errors.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { documentClient, expiry } from "./document-client.ts";

/** Longer than the dispatcher may run, so that a lease is only ever taken over from a dead owner. */
const leaseMs = 60_000;
const keepDays = 90;

/** The intents of the idempotency table, items `intent#<key>`. */
export function createIntentTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): IntentStore {
  return {
    async claim(intentKey, owner) {
      const now = clock();
      try {
        const { Attributes: earlier } = await client.send(
          new PutCommand({
            TableName: table,
            ReturnValues: "ALL_OLD",
            Item: {
              pk: `intent#${intentKey}`,
              status: "CLAIMED",
              owner,
              lease_until: now + leaseMs,
              claimed_at: isoTime(now),
              expires_at: expiry(clock, keepDays),
            },
            ConditionExpression:
              "attribute_not_exists(pk) OR expires_at < :seconds OR " +
              "(#status = :claimed AND (#owner = :owner OR lease_until < :now))",
            ExpressionAttributeNames: { "#status": "status", "#owner": "owner" },
            ExpressionAttributeValues: {
              ":claimed": "CLAIMED",
              ":owner": owner,
              ":now": now,
              ":seconds": Math.floor(now / 1000),
            },
          }),
        );
        return { kind: "claimed", again: earlier?.status === "CLAIMED" };
      } catch (error) {
        if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("intent_table", error);
        return readClaim(client, table, intentKey);
      }
    },

    async dispatched(intentKey, owner, jobIds) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: `intent#${intentKey}` },
            UpdateExpression: "SET #status = :dispatched, job_ids = :jobs, dispatched_at = :at",
            ConditionExpression: "#owner = :owner",
            ExpressionAttributeNames: { "#status": "status", "#owner": "owner" },
            ExpressionAttributeValues: {
              ":dispatched": "DISPATCHED",
              ":jobs": jobIds,
              ":at": isoTime(clock()),
              ":owner": owner,
            },
          }),
        );
      } catch (error) {
        if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("intent_table", error);
        throw new FencedError("intent_lost", "Another delivery has taken this intent over", { cause: error });
      }
    },
  };
}

async function readClaim(
  client: DynamoDBDocumentClient,
  table: string,
  intentKey: string,
): Promise<IntentClaim> {
  try {
    const key = { pk: `intent#${intentKey}` };
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    if (Item?.status !== "DISPATCHED") return { kind: "busy" };
    return { kind: "dispatched", job_ids: Item.job_ids as string[], owner: String(Item.owner) };
  } catch (error) {
    throw unavailable("intent_table", error);
  }
}
