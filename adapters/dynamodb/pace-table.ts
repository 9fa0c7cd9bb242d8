import { randomUUID } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock } from "../../core/clock.ts";
import { newPace, type Pace } from "../../core/pacing/pace.ts";
import type { PaceStore, Wait, Waiter } from "../../core/pacing/pace-store.ts";
import { retentionDays } from "../../core/retention.ts";
import { shortTimeouts } from "../runtime/aws-client.ts";
import { documentClient, expiry } from "./document-client.ts";
import { assignments } from "./expressions.ts";
import { type Item, openTable } from "./table.ts";

/** Partition of the waiting answers in the index `pending-by-time`. */
const partition = "PACED";

/**
 * The paces and waits of the idempotency table, items `pace#<installation>` and
 * `paced#<installation>#<repository ID>#<job>#<attempt>`: the index has keys only, and the keys have all that an order needs.
 */
export function createPaceTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(shortTimeouts),
  clock: Clock = Date.now,
): PaceStore {
  const items = openTable(table, "pace_table", client);
  const expires_at = () => expiry(clock, retentionDays.paces);

  /** Changes a wait unless the attempt has started to wait again since it was read. */
  async function change(waiter: Waiter, { entries }: Wait, UpdateExpression: string, values: Item = {}) {
    const changed = await items.update({
      ...{ Key: { pk: waitKey(waiter) }, UpdateExpression, ConditionExpression: "entries = :known" },
      ExpressionAttributeValues: { ...values, ":known": entries },
    });
    return changed !== null;
  }

  return {
    read: async (installation) => toPace(await items.get({ pk: paceKey(installation) })),

    async replace(installation, known, { minute, hour, waiting_until, last_repo }) {
      const Key = { pk: paceKey(installation) };
      const change = randomUUID();
      const set = assignments({
        ...{ minute, hour, waiting_until, last_repo, version: known.version + 1, change },
        expires_at: expires_at(),
      });
      const isNew = known.version === 0;
      const written = await items.update({
        ...{ Key, UpdateExpression: set.expression, ExpressionAttributeNames: set.names },
        ConditionExpression: isNew ? "attribute_not_exists(#version)" : "#version = :held",
        ExpressionAttributeValues: isNew ? set.values : { ...set.values, ":held": known.version },
      });
      // The SDK retries a write that timed out. If the first one landed, the item carries this change.
      return written !== null || (await items.get(Key))?.change === change;
    },

    async enter(waiter, { token, writes, since }) {
      await items.update({
        Key: { pk: waitKey(waiter) },
        UpdateExpression:
          "ADD task_tokens :token, entries :one SET writes = :writes, received_at = :since, pending = :paced, expires_at = :expiry REMOVE granted_at",
        ExpressionAttributeValues: {
          ...{ ":token": new Set([token]), ":one": 1, ":writes": writes, ":since": since },
          ...{ ":paced": partition, ":expiry": expires_at() },
        },
      });
    },

    async waiting(limit) {
      const found = await items.query({
        IndexName: "pending-by-time",
        KeyConditionExpression: "pending = :paced",
        ExpressionAttributeValues: { ":paced": partition },
        Limit: limit,
      });
      return found.map(({ pk }) => toWaiter(String(pk)));
    },

    async wait(waiter) {
      const item = await items.get({ pk: waitKey(waiter) });
      return item ? toWait(item) : null;
    },

    grant: (waiter, known, at) => change(waiter, known, "SET granted_at = :at", { ":at": at }),

    async leave(waiter, known) {
      await change(waiter, known, "REMOVE pending");
    },

    async useGrant(waiter, { writes, since }) {
      const used = await items.update({
        Key: { pk: waitKey(waiter) },
        UpdateExpression: "REMOVE granted_at",
        ConditionExpression: "granted_at >= :since AND writes >= :writes",
        ExpressionAttributeValues: { ":since": since, ":writes": writes },
        ReturnValues: "UPDATED_OLD",
      });
      return used === null ? null : Number(used.granted_at);
    },
  };
}

const paceKey = (installation: number) => `pace#${installation}`;

function waitKey({ installation_id, repo_id, job_id, attempt }: Waiter): string {
  return `paced#${installation_id}#${repo_id}#${job_id}#${attempt}`;
}

function toWaiter(key: string): Waiter {
  const [, installation_id, repo_id, job_id = "", attempt] = key.split("#");
  return {
    ...{ installation_id: Number(installation_id), repo_id: Number(repo_id) },
    ...{ job_id, attempt: Number(attempt) },
  };
}

function toPace(item: Item | undefined): Pace {
  const { minute, hour, waiting_until, last_repo, version } = { ...newPace, ...item } as Pace;
  return { minute, hour, waiting_until, last_repo, version };
}

function toWait({ entries, writes, task_tokens, granted_at }: Item): Wait {
  return {
    ...{ entries: Number(entries), writes: Number(writes) },
    tokens: task_tokens instanceof Set ? [...task_tokens] : [],
    granted_at: granted_at === undefined ? null : Number(granted_at),
  };
}
