import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { BudgetStore, BudgetUse } from "../../core/budgets/budget-store.ts";
import type { Clock } from "../../core/clock.ts";
import { RetryableError } from "../../core/errors.ts";
import { retentionDays } from "../../core/retention.ts";
import { documentClient, expiry } from "./document-client.ts";
import { type Item, openTable } from "./table.ts";

const maxWriteAttempts = 5;

/** Starts the name of an attribute with what one run holds. */
const holding = "run#";

/**
 * The budgets of the idempotency table, items `budget#<scope>#<id>#<day>`. `used` is the sum of what runs have cost and of
 * what unfinished runs hold; each of those has an attribute `run#<execution>` with its amount.
 */
export function createBudgetTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): BudgetStore {
  const items = openTable(table, "budget_table", client);
  const keyOf = (key: string, day: string) => ({ pk: `budget#${key}#${day}` });

  async function read(key: string, day: string): Promise<BudgetUse | null> {
    const item = await items.get(keyOf(key, day));
    return item ? toUse(key, item) : null;
  }

  return {
    read,

    async reserve({ key, name, limit }, day, { run, micros }) {
      const attribute = `${holding}${run}`;
      const change = {
        Key: keyOf(key, day),
        UpdateExpression:
          "SET #run = :amount, #name = :name, #limit = :limit, expires_at = :expiry ADD #used :amount",
        ConditionExpression: "attribute_not_exists(#run) AND (attribute_not_exists(#used) OR #used <= :room)",
        ExpressionAttributeNames: { "#run": attribute, "#used": "used", "#name": "name", "#limit": "limit" },
        ExpressionAttributeValues: {
          ...{ ":amount": micros, ":room": limit - micros, ":name": name, ":limit": limit },
          ":expiry": expiry(clock, retentionDays.budgets),
        },
      };
      for (let tried = 1; ; tried += 1) {
        // More than the limit would fit into a budget that nothing has used yet.
        if (micros <= limit && (await items.update(change))) return { kind: "held" };
        const item = await items.get(keyOf(key, day));
        // Held by an earlier call, or by this one: the SDK repeats a write that timed out.
        if (item && attribute in item) return { kind: "held" };
        const { used, held } = item ? toUse(key, item) : { used: 0, held: 0 };
        // Otherwise another run has freed the amount since the write.
        if (used + micros > limit) return { kind: "exceeded", use: { key, name, limit, used, held } };
        if (tried === maxWriteAttempts)
          throw new RetryableError("budget_contested", "The budget keeps changing");
      }
    },

    async settle(key, day, { run, micros }, charge) {
      const settled = await items.update({
        Key: keyOf(key, day),
        UpdateExpression: "REMOVE #run ADD #used :change",
        ConditionExpression: "#run = :amount",
        ExpressionAttributeNames: { "#run": `${holding}${run}`, "#used": "used" },
        ExpressionAttributeValues: { ":amount": micros, ":change": Math.min(charge, micros) - micros },
      });
      return settled !== null;
    },
  };
}

function toUse(key: string, { name, limit, used, ...rest }: Item): BudgetUse {
  const amounts = Object.entries(rest).filter(([attribute]) => attribute.startsWith(holding));
  const held = amounts.reduce((sum, [, amount]) => sum + Number(amount), 0);
  return { key, name: String(name), limit: Number(limit), used: Number(used), held };
}
