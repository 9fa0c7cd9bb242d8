import { randomUUID } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import { emptyLane, isContended, type Lane } from "../../core/lanes/lane.ts";
import type { LaneStore } from "../../core/lanes/lane-store.ts";
import { retentionDays } from "../../core/retention.ts";
import { shortTimeouts } from "../runtime/aws-client.ts";
import { documentClient, expiry } from "./document-client.ts";
import { assignments } from "./expressions.ts";
import { type Item, openTable } from "./table.ts";

/** Partition of the contended lanes in the index `pending-by-time`. */
const partition = "LANE";

/**
 * The lanes and turns of the idempotency table, items `lane#<repository ID>#<pull request>#<employee>` and
 * `turn#<job>#<attempt>`. An empty lane keeps its item, whose version guards against writers that read it long ago.
 */
export function createLaneTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(shortTimeouts),
  clock: Clock = Date.now,
): LaneStore {
  const items = openTable(table, "lane_table", client);
  const expires_at = () => expiry(clock, retentionDays.lanes);

  return {
    read: async (pk) => toLane(await items.get({ pk })),

    async replace(pk, known, next) {
      const change = randomUUID();
      const set = assignments({
        ...{ holder: next.holder, handed_over: next.handed_over, waiting: next.waiting, latest: next.latest },
        ...{ version: known.version + 1, change, expires_at: expires_at(), received_at: isoTime(clock()) },
        ...(isContended(next) && { pending: partition }),
      });
      const isNew = known.version === 0;
      const written = await items.update({
        Key: { pk },
        UpdateExpression: isContended(next) ? set.expression : `${set.expression} REMOVE pending`,
        ConditionExpression: isNew ? "attribute_not_exists(#version)" : "#version = :known",
        ExpressionAttributeNames: set.names,
        ExpressionAttributeValues: isNew ? set.values : { ...set.values, ":known": known.version },
      });
      // The SDK retries a write that timed out. If the first one landed, the item carries this change.
      return written !== null || (await items.get({ pk }))?.change === change;
    },

    async contended(limit) {
      const found = await items.query({
        IndexName: "pending-by-time",
        KeyConditionExpression: "pending = :lanes",
        ExpressionAttributeValues: { ":lanes": partition },
        Limit: limit,
      });
      return found.map(({ pk }) => String(pk));
    },

    async saveTurn(turn, token) {
      await items.update({
        Key: { pk: turnKey(turn) },
        UpdateExpression: "ADD task_tokens :token SET expires_at = :expiry",
        ExpressionAttributeValues: { ":token": new Set([token]), ":expiry": expires_at() },
      });
    },

    async turns(of) {
      const item = await items.get({ pk: turnKey(of) });
      return item?.task_tokens instanceof Set ? [...item.task_tokens] : [];
    },
  };
}

const turnKey = ({ job_id, attempt }: { job_id: string; attempt: number }) => `turn#${job_id}#${attempt}`;

function toLane(item: Item | undefined): Lane {
  const { holder, handed_over, waiting, latest, version } = { ...emptyLane, ...item } as Lane;
  return { holder, handed_over, waiting, latest, version };
}
