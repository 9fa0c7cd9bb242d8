import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import type { RedeliveryMemory } from "../../core/deliveries/redelivery-memory.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { documentClient, expiry } from "./document-client.ts";
import { assignments } from "./expressions.ts";

/** Longer than an event can be redelivered, so that nobody begins to count anew. */
const keepDays = 10;

/**
 * What the sweeper knows of GitHub's lists, in the idempotency table: items `redelivery#<hook>` and
 * `redelivery#<hook>#<guid>`.
 */
export function createRedeliveryTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): RedeliveryMemory {
  /** Writes if the condition holds; answers the item as it is then, null if it does not hold. */
  async function update(
    pk: string,
    change: Record<string, string | number | boolean | null>,
    condition?: { expression: string; values?: Record<string, number> },
  ): Promise<Record<string, unknown> | null> {
    const set = assignments({ ...change, expires_at: expiry(clock, keepDays) });
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk },
          UpdateExpression: set.expression,
          ExpressionAttributeNames: set.names,
          ExpressionAttributeValues: { ...set.values, ...condition?.values },
          ...(condition && { ConditionExpression: condition.expression }),
          ReturnValues: "ALL_NEW",
        }),
      );
      return Attributes ?? {};
    } catch (error) {
      if (isNamed(error, "ConditionalCheckFailedException")) return null;
      throw unavailable("redelivery_table", error);
    }
  }

  return {
    async beginWalk(hook, milliseconds) {
      const now = clock();
      const expression = "attribute_not_exists(next_at) OR next_at <= :now";
      const begun = await update(
        `redelivery#${hook}`,
        { next_at: now + milliseconds },
        { expression, values: { ":now": now } },
      );
      if (!begun) return null;
      const { walked_at, full_at, cursor } = begun;
      return { walked_at: text(walked_at), full_at: text(full_at), cursor: text(cursor) };
    },

    async endWalk(hook, walk) {
      await update(`redelivery#${hook}`, { ...walk });
    },

    async asked(hook, guid) {
      const key = { pk: `redelivery#${hook}#${guid}` };
      try {
        const { Item } = await client.send(
          new GetCommand({ TableName: table, Key: key, ConsistentRead: true }),
        );
        if (!Item) return null;
        const times = typeof Item.times === "number" ? Item.times : 0;
        return { times, asked_at: text(Item.asked_at), closed: Item.closed === true };
      } catch (error) {
        throw unavailable("redelivery_table", error);
      }
    },

    async ask(hook, guid, seen) {
      const times = seen?.times ?? 0;
      const asked = await update(
        `redelivery#${hook}#${guid}`,
        { times: times + 1, asked_at: isoTime(clock()) },
        seen && times > 0
          ? {
              // Without an item, `seen` comes from the previous version.
              expression: "attribute_not_exists(closed) AND (attribute_not_exists(times) OR times = :seen)",
              values: { ":seen": times },
            }
          : { expression: "attribute_not_exists(closed) AND attribute_not_exists(times)" },
      );
      return asked !== null;
    },

    async close(hook, guid) {
      const closed = await update(
        `redelivery#${hook}#${guid}`,
        { closed: true },
        { expression: "attribute_not_exists(closed)" },
      );
      return closed !== null;
    },
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
