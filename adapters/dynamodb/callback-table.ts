import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Callback, CallbackStore, NewCallback } from "../../core/callbacks/callback-store.ts";
import { withTry } from "../../core/callbacks/send-tokens.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import { RetryableError } from "../../core/errors.ts";
import { retentionDays } from "../../core/retention.ts";
import { documentClient, expiry } from "./document-client.ts";
import { assignments } from "./expressions.ts";
import { type Item, openTable } from "./table.ts";

/**
 * The callbacks of the idempotency table, items `callback#<key>`. The callback's own `expires_at` is the attribute
 * `late_at`, because the table's time to live is the attribute `expires_at`.
 */
export function createCallbackTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): CallbackStore {
  const items = openTable(table, "callback_table", client);

  async function read(key: string): Promise<Callback | null> {
    const item = await items.get(keyOf(key));
    return item ? toCallback(item) : null;
  }

  /** Returns the callback after the change; null, and changes nothing, unless it is OPEN and has this token, if given. */
  async function changeOpen(
    key: string,
    change: Record<string, unknown>,
    token?: string,
  ): Promise<Callback | null> {
    const set = assignments(change);
    const changed = await items.update({
      Key: keyOf(key),
      UpdateExpression: set.expression,
      ConditionExpression: `#status = :open${token === undefined ? "" : " AND task_token = :known"}`,
      ExpressionAttributeNames: { ...set.names, "#status": "status" },
      ExpressionAttributeValues: { ...set.values, ":open": "OPEN", ...(token && { ":known": token }) },
      ReturnValues: "ALL_NEW",
    });
    return changed && toCallback(changed);
  }

  /** Adds another try. Two tries can do that at the same time. */
  async function addTry(opened: NewCallback, tries = 5): Promise<Callback> {
    const { key } = opened;
    const known = await read(key);
    if (!known || tries === 0)
      throw new RetryableError(
        "callback_table_unavailable",
        "The callback was deleted or changes all the time",
      );
    const change = known.status === "OPEN" ? withTry(known, opened) : null;
    if (!change) return known;
    const { expires_at: late_at, ...tokens } = change;
    return (await changeOpen(key, { ...tokens, late_at }, known.task_token)) ?? addTry(opened, tries - 1);
  }

  return {
    read,

    async open(opened) {
      const { key, expires_at: late_at, ...callback } = opened;
      const fresh = { ...callback, late_at, status: "OPEN", opened_at: isoTime(clock()) };
      const created = await items.put({
        Item: { ...keyOf(key), ...fresh, expires_at: expiry(clock, retentionDays.callbacks) },
        ConditionExpression: "attribute_not_exists(pk)",
      });
      return created ? toCallback({ ...keyOf(key), ...fresh }) : addTry(opened);
    },

    async heartbeat(key, { at, progress }) {
      const change = { heartbeat_at: at, progress: progress ?? undefined };
      return (await changeOpen(key, change)) !== null;
    },

    async end(key, status) {
      return (await changeOpen(key, { status })) ?? (await read(key));
    },

    async note(key, { dispatched_at, run, notice }) {
      const set = assignments({ dispatched_at, run, notice });
      if (set.expression === "SET ") return;
      await items.update({
        Key: keyOf(key),
        UpdateExpression: set.expression,
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: set.names,
        ExpressionAttributeValues: set.values,
      });
    },
  };
}

const prefix = "callback#";

function keyOf(key: string): Item {
  return { pk: `${prefix}${key}` };
}

function toCallback(item: Item): Callback {
  const known = item as unknown as Callback & { pk: string; late_at: string };
  const { job_id, attempt, employee, result_key, task_token, status } = known;
  return {
    ...{ key: known.pk.slice(prefix.length), job_id, attempt, employee, result_key, task_token, status },
    expires_at: known.late_at,
    earlier_tokens: known.earlier_tokens ?? [],
    heartbeat_at: known.heartbeat_at ?? null,
    progress: known.progress ?? null,
    dispatched_at: known.dispatched_at ?? null,
    run: known.run ?? null,
    notice: known.notice ?? null,
  };
}
