import { isDeepStrictEqual } from "node:util";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import { RetryableError } from "../../core/errors.ts";
import { isRolloutPolicy } from "../../core/generated/validators.mjs";
import type { RolloutStore, RolloutVersion } from "../../core/routing/rollout-store.ts";
import { documentClient } from "./document-client.ts";
import { openTable } from "./table.ts";

const inForce = "rollout#current";
const past = (version: number) => `rollout#${String(version).padStart(8, "0")}`;

/**
 * The rollout in the idempotency table: `rollout#current` is in force, `rollout#<version>` were in force before. None
 * of them expires: they record who changed what, and when.
 */
export function createRolloutTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): RolloutStore {
  const items = openTable(table, "rollout_table", client);

  async function read(pk: string): Promise<RolloutVersion | null> {
    const item = await items.get({ pk });
    return item ? toVersion(item) : null;
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
      // The old version goes into the history first, so a crash in between leaves no gap.
      if (before) await items.put({ Item: { pk: past(known), ...before } });
      const written = await items.put({
        Item: { pk: inForce, ...after },
        ConditionExpression: known === 0 ? "attribute_not_exists(pk)" : "version = :known",
        ...(known > 0 && { ExpressionAttributeValues: { ":known": known } }),
      });
      if (written) return after;
      // The SDK retries a write that timed out, and may find its own first write there.
      const landed = await current();
      return landed && isDeepStrictEqual(landed, after) ? landed : null;
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
