import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { canonicalJson } from "../../core/canonical-json.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import { RetryableError } from "../../core/errors.ts";
import { isRolloutPolicy } from "../../core/generated/validators.mjs";
import type { RolloutStore, RolloutVersion } from "../../core/routing/rollout-store.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { documentClient } from "./document-client.ts";

const inForce = "rollout#current";
const past = (version: number) => `rollout#${String(version).padStart(8, "0")}`;

/**
 * The rollout in the idempotency table: `rollout#current` is in force, `rollout#<version>` were before. None of them
 * expires: they say who switched what on, and when.
 */
export function createRolloutTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): RolloutStore {
  async function read(pk: string): Promise<RolloutVersion | null> {
    const get = new GetCommand({ TableName: table, Key: { pk }, ConsistentRead: true });
    const { Item } = await client.send(get).catch((error: unknown) => {
      throw unavailable("rollout_table", error);
    });
    return Item ? toVersion(Item) : null;
  }

  const current = () => read(inForce);

  return {
    current,

    async replace(known, next) {
      const before = await current();
      if ((before?.version ?? 0) !== known) return null;
      const after: RolloutVersion = {
        version: known + 1,
        back_to: null,
        ...next,
        changed_at: isoTime(clock()),
      };
      try {
        // What was in force goes into the history first: a crash in between leaves it in both places, and no gap.
        if (before) {
          await client.send(new PutCommand({ TableName: table, Item: { pk: past(known), ...before } }));
        }
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { pk: inForce, ...after },
            ConditionExpression: known === 0 ? "attribute_not_exists(pk)" : "version = :known",
            ...(known > 0 && { ExpressionAttributeValues: { ":known": known } }),
          }),
        );
        return after;
      } catch (error) {
        if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("rollout_table", error);
        // The client tries again by itself, and then it is its own first try that it finds there.
        const landed = await current();
        return landed && canonicalJson(landed) === canonicalJson(after) ? landed : null;
      }
    },

    async history(limit) {
      const newest = await current();
      if (!newest) return [];
      const versions = Array.from(
        { length: Math.min(limit, newest.version) - 1 },
        (_, n) => newest.version - 1 - n,
      );
      const found = await Promise.all(versions.map((version) => read(past(version))));
      return [newest, ...found.filter((version) => version !== null)];
    },
  };
}

/** A rollout that an older or a newer version of us cannot read must not be taken for the deployed one. */
function toVersion({
  version,
  policy,
  changed_at,
  changed_by,
  reason,
  back_to,
}: Record<string, unknown>): RolloutVersion {
  if (policy !== null && !isRolloutPolicy(policy)) {
    throw new RetryableError("rollout_unreadable", `Version ${version} of the rollout is not one we know`);
  }
  return {
    version: Number(version),
    policy: policy as RolloutVersion["policy"],
    changed_at: String(changed_at),
    changed_by: String(changed_by),
    reason: String(reason),
    // Older versions do not have it.
    back_to: typeof back_to === "number" ? back_to : null,
  };
}
