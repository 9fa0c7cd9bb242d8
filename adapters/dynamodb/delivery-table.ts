import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import type { AcceptedDeliveries } from "../../core/deliveries/accepted-deliveries.ts";
import { type DeliveryStatus, type DeliveryStore, deliveryKey } from "../../core/deliveries/delivery.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { documentClient, expiry } from "./document-client.ts";

/** GitHub redelivers within 3 days; a month leaves room for an operator's replay. */
const keepDays = 30;

/** Partition of the failing deliveries in the index `pending-by-time`. */
export const failingPlace = "FAILING";

const failed =
  "SET last_failure = :failure, failures = if_not_exists(failures, :none) + :one, " +
  "failing_since = if_not_exists(failing_since, :at)";

/** The deliveries of the idempotency table, items `delivery#<hook>#<guid>`. */
export function createDeliveryTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): DeliveryStore & AcceptedDeliveries {
  return {
    async receive(envelope) {
      const key = { pk: deliveryKey(envelope) };
      const { payload_ref: _, ...searchable } = envelope;
      const item = {
        ...searchable,
        ...key,
        status: "RECEIVED",
        // Only items that carry it are in the index of deliveries that are not known to be in the queue.
        pending: "RECEIVED",
        envelope: JSON.stringify(envelope),
        expires_at: expiry(clock, keepDays),
      };
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: item,
            ConditionExpression: "attribute_not_exists(pk) OR expires_at < :now",
            ExpressionAttributeValues: { ":now": Math.floor(clock() / 1000) },
          }),
        );
        return "new";
      } catch (error) {
        if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("delivery_table", error);
        // Deleted by its time to live between the two calls: to send once more is the safe answer.
        return (await readStatus(client, table, key)) ?? "RECEIVED";
      }
    },

    async enqueued(id) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: deliveryKey(id) },
            UpdateExpression: "SET #status = :enqueued, enqueued_at = :at REMOVE envelope, pending",
            ConditionExpression: "#status = :received",
            ExpressionAttributeNames: { "#status": "status" },
            ExpressionAttributeValues: {
              ":enqueued": "ENQUEUED",
              ":received": "RECEIVED",
              ":at": isoTime(clock()),
            },
          }),
        );
      } catch (error) {
        // The dispatcher was faster than we were: the delivery is further along.
        if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("delivery_table", error);
      }
    },

    async failing(id, code) {
      const at = isoTime(clock());
      const note = {
        TableName: table,
        Key: { pk: deliveryKey(id) },
        UpdateExpression: failed,
        ExpressionAttributeNames: { "#status": "status" },
      };
      const values = { ":failure": { code, at }, ":at": at, ":none": 0, ":one": 1 };
      try {
        // Moves it to the index of failing deliveries; one in RECEIVED stays where the sweeper finds it.
        const enqueued = { ...values, ":enqueued": "ENQUEUED", ":failing": failingPlace };
        await client
          .send(
            new UpdateCommand({
              ...note,
              UpdateExpression: `${failed}, pending = :failing`,
              ConditionExpression: "#status = :enqueued",
              ExpressionAttributeValues: enqueued,
            }),
          )
          .catch((error: unknown) => {
            if (!isNamed(error, "ConditionalCheckFailedException")) throw error;
            const known = {
              ConditionExpression: "attribute_exists(#status)",
              ExpressionAttributeValues: values,
            };
            return client.send(new UpdateCommand({ ...note, ...known }));
          });
      } catch (error) {
        if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("delivery_table", error);
      }
    },

    async finish(id, outcome) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: deliveryKey(id) },
            UpdateExpression:
              "SET #status = :processed, outcome = :outcome, processed_at = :at, hook_id = :hook, " +
              "delivery_id = :delivery, expires_at = if_not_exists(expires_at, :expiry) REMOVE envelope, pending",
            ExpressionAttributeNames: { "#status": "status" },
            ExpressionAttributeValues: {
              ":processed": "PROCESSED",
              ":outcome": outcome,
              ":at": isoTime(clock()),
              ":hook": id.hook_id,
              ":delivery": id.delivery_id,
              ":expiry": expiry(clock, keepDays),
            },
          }),
        );
      } catch (error) {
        throw unavailable("delivery_table", error);
      }
    },

    async pending(limit) {
      try {
        const { Items } = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: "pending-by-time",
            KeyConditionExpression: "pending = :received",
            ExpressionAttributeValues: { ":received": "RECEIVED" },
            Limit: limit,
          }),
        );
        return (Items ?? []).map(({ pk, received_at }) => ({
          key: String(pk),
          received_at: String(received_at),
        }));
      } catch (error) {
        throw unavailable("delivery_table", error);
      }
    },

    async pendingEnvelope(key) {
      const item = await readItem(client, table, { pk: key });
      return item?.status === "RECEIVED" ? (JSON.parse(String(item.envelope)) as Envelope) : null;
    },

    status: (id) => readStatus(client, table, { pk: deliveryKey(id) }),
  };
}

/** A duplicate is rare enough for a read of its own; some emulators do not send the item with the refusal. */
async function readStatus(
  client: DynamoDBDocumentClient,
  table: string,
  key: { pk: string },
): Promise<DeliveryStatus | null> {
  return ((await readItem(client, table, key))?.status as DeliveryStatus | undefined) ?? null;
}

async function readItem(client: DynamoDBDocumentClient, table: string, key: { pk: string }) {
  try {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item;
  } catch (error) {
    throw unavailable("delivery_table", error);
  }
}
