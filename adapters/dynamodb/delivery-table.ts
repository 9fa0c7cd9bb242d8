import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import type { AcceptedDeliveries, PendingDelivery } from "../../core/deliveries/accepted-deliveries.ts";
import {
  type DeliveryId,
  type DeliveryOutcome,
  type DeliveryStatus,
  type DeliveryStore,
  deliveryKey,
} from "../../core/deliveries/delivery.ts";
import { type Envelope, envelopeText, type OutgoingEnvelope } from "../../core/deliveries/envelope.ts";
import { retentionDays } from "../../core/retention.ts";
import { failingPlace } from "./delivery-item.ts";
import { documentClient, expiry } from "./document-client.ts";
import { openTable, type Table } from "./table.ts";

/** The deliveries of the idempotency table, items `delivery#<hook>#<guid>`. */
export function createDeliveryTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): DeliveryStore & AcceptedDeliveries {
  const items = openTable(table, "delivery_table", client);
  const status = async (id: DeliveryId) =>
    ((await items.get({ pk: deliveryKey(id) }))?.status as DeliveryStatus | undefined) ?? null;

  return {
    status,

    async receive(envelope) {
      if (await writeReceived(items, envelope, clock)) return "new";
      // The duplicate's status takes a read, because some emulators do not return the item with the refusal. If the
      // item has expired between the two calls, sending the delivery again is the safe choice.
      return (await status(envelope)) ?? "RECEIVED";
    },

    enqueued: (id) => writeEnqueued(items, id, isoTime(clock())),
    failing: (id, code) => writeFailure(items, id, { code, at: isoTime(clock()) }),
    finish: (id, outcome) => writeOutcome(items, id, outcome, clock),
    pending: (limit) => queryPending(items, limit),

    async pendingEnvelope(key) {
      const item = await items.get({ pk: key });
      return item?.status === "RECEIVED" ? (JSON.parse(String(item.envelope)) as Envelope) : null;
    },
  };
}

/** Returns null if the delivery is already recorded. */
function writeReceived(items: Table, envelope: OutgoingEnvelope, clock: Clock) {
  const { payload_ref: _, ...searchable } = envelope;
  return items.put({
    Item: {
      ...searchable,
      pk: deliveryKey(envelope),
      status: "RECEIVED",
      // Only items with this attribute are in the index of deliveries that are not known to be in the queue.
      pending: "RECEIVED",
      envelope: envelopeText(envelope),
      expires_at: expiry(clock, retentionDays.deliveries),
    },
    ConditionExpression: "attribute_not_exists(pk) OR expires_at < :now",
    ExpressionAttributeValues: { ":now": Math.floor(clock() / 1000) },
  });
}

/** Changes nothing if the dispatcher was faster and the delivery is further along. */
async function writeEnqueued(items: Table, id: DeliveryId, at: string): Promise<void> {
  await items.update({
    Key: { pk: deliveryKey(id) },
    UpdateExpression: "SET #status = :enqueued, enqueued_at = :at REMOVE envelope, pending",
    ConditionExpression: "#status = :received",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: { ":enqueued": "ENQUEUED", ":received": "RECEIVED", ":at": at },
  });
}

/** Moves an enqueued delivery to the index of failing ones; one in RECEIVED stays where the sweeper finds it. */
async function writeFailure(items: Table, id: DeliveryId, failure: { code: string; at: string }) {
  const counted =
    "SET last_failure = :failure, failures = if_not_exists(failures, :none) + :one, " +
    "failing_since = if_not_exists(failing_since, :at)";
  const values = { ":failure": failure, ":at": failure.at, ":none": 0, ":one": 1 };
  const record = { Key: { pk: deliveryKey(id) }, ExpressionAttributeNames: { "#status": "status" } };

  const moved = await items.update({
    ...record,
    UpdateExpression: `${counted}, pending = :failing`,
    ConditionExpression: "#status = :enqueued",
    ExpressionAttributeValues: { ...values, ":enqueued": "ENQUEUED", ":failing": failingPlace },
  });
  if (moved) return;
  await items.update({
    ...record,
    UpdateExpression: counted,
    ConditionExpression: "attribute_exists(#status)",
    ExpressionAttributeValues: values,
  });
}

async function writeOutcome(items: Table, id: DeliveryId, outcome: DeliveryOutcome, clock: Clock) {
  await items.update({
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
      ":expiry": expiry(clock, retentionDays.deliveries),
    },
  });
}

async function queryPending(items: Table, limit: number): Promise<PendingDelivery[]> {
  const found = await items.query({
    IndexName: "pending-by-time",
    KeyConditionExpression: "pending = :received",
    ExpressionAttributeValues: { ":received": "RECEIVED" },
    Limit: limit,
  });
  return found.map(({ pk, received_at }) => ({ key: String(pk), received_at: String(received_at) }));
}
