import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../core/clock.ts";
import { type DeliveryStatus, type DeliveryStore, deliveryKey } from "../core/deliveries/delivery.ts";
import { isNamed, unavailable } from "./aws-errors.ts";
import { documentClient, expiry } from "./dynamo.ts";

/** GitHub redelivers within 3 days; a month leaves room for an operator's replay. */
const keepDays = 30;

/** The deliveries of the idempotency table, items `delivery#<hook>#<guid>`. */
export function createDeliveryTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): DeliveryStore {
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
        return readStatus(client, table, key);
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
  };
}

/** A duplicate is rare enough for a read of its own; some emulators do not send the item with the refusal. */
async function readStatus(
  client: DynamoDBDocumentClient,
  table: string,
  key: { pk: string },
): Promise<DeliveryStatus> {
  try {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    // Deleted by its time to live between the two calls: to send once more is the safe answer.
    return (Item?.status as DeliveryStatus | undefined) ?? "RECEIVED";
  } catch (error) {
    throw unavailable("delivery_table", error);
  }
}
