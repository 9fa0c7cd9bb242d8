import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import type { RedeliveryStore } from "../../core/deliveries/redelivery-store.ts";
import { retentionDays } from "../../core/retention.ts";
import { documentClient, expiry } from "./document-client.ts";
import { assignments } from "./expressions.ts";
import { type Item, openTable } from "./table.ts";

/**
 * What the sweeper remembers of GitHub's delivery lists, in the idempotency table: items `redelivery#<hook>` and
 * `redelivery#<hook>#<guid>`.
 */
export function createRedeliveryTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): RedeliveryStore {
  const items = openTable(table, "redelivery_table", client);

  /** Returns the whole item after the change; null if the condition does not hold. */
  function change(
    pk: string,
    values: Record<string, string | number | boolean | null>,
    condition?: { expression: string; values?: Record<string, number> },
  ): Promise<Item | null> {
    const set = assignments({ ...values, expires_at: expiry(clock, retentionDays.redeliveries) });
    return items.update({
      Key: { pk },
      UpdateExpression: set.expression,
      ExpressionAttributeNames: set.names,
      ExpressionAttributeValues: { ...set.values, ...condition?.values },
      ...(condition && { ConditionExpression: condition.expression }),
      ReturnValues: "ALL_NEW",
    });
  }

  return {
    async beginWalk(hook, milliseconds) {
      const now = clock();
      const expression = "attribute_not_exists(next_at) OR next_at <= :now";
      const started = await change(
        `redelivery#${hook}`,
        { next_at: now + milliseconds },
        { expression, values: { ":now": now } },
      );
      if (!started) return null;
      const { walked_at, full_at, cursor } = started;
      return { walked_at: text(walked_at), full_at: text(full_at), cursor: text(cursor) };
    },

    async endWalk(hook, walk) {
      await change(`redelivery#${hook}`, { ...walk });
    },

    async requestsFor(hook, guid) {
      const item = await items.get({ pk: `redelivery#${hook}#${guid}` });
      if (!item) return null;
      const times = typeof item.times === "number" ? item.times : 0;
      return { times, asked_at: text(item.asked_at), closed: item.closed === true };
    },

    async recordRequest(hook, guid, seen) {
      const times = seen?.times ?? 0;
      const asked = await change(
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
      const closed = await change(
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
