import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import type { IntentClaim, IntentStore } from "../../core/deliveries/intent-store.ts";
import { FencedError } from "../../core/errors.ts";
import { retentionDays } from "../../core/retention.ts";
import { documentClient, expiry } from "./document-client.ts";
import { type Item, openTable } from "./table.ts";

/** Longer than the dispatcher may run, so only a dead owner's lease expires. */
const leaseMs = 60_000;

/** The intents of the idempotency table, items `intent#<key>`. */
export function createIntentTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): IntentStore {
  const items = openTable(table, "intent_table", client);

  return {
    async claim(intentKey, owner) {
      const now = clock();
      const earlier = await items.put({
        ReturnValues: "ALL_OLD",
        Item: {
          pk: `intent#${intentKey}`,
          status: "CLAIMED",
          owner,
          lease_until: now + leaseMs,
          claimed_at: isoTime(now),
          expires_at: expiry(clock, retentionDays.intents),
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
      });
      if (earlier) return { kind: "claimed", again: earlier.status === "CLAIMED" };
      return toClaim(await items.get({ pk: `intent#${intentKey}` }));
    },

    async dispatched(intentKey, owner, jobIds) {
      const change = {
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
      };
      await items.updateOrThrow(
        change,
        (cause) => new FencedError("intent_lost", "Another delivery has taken over this intent", { cause }),
      );
    },
  };
}

function toClaim(item: Item | undefined): IntentClaim {
  if (item?.status !== "DISPATCHED") return { kind: "busy" };
  return { kind: "dispatched", job_ids: item.job_ids as string[], owner: String(item.owner) };
}
