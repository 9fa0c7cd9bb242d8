/**
 * A minimal receiver on the AWS SDK with the calls of ours: records the delivery with its payload, sends it, records
 * that it is sent. No log, no metric, no validation beyond the fields that it reads, no document client.
 */
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { isSigned } from "./webhook-secret.mjs";

const table = new DynamoDBClient({});
const queue = new SQSClient({});
const { IDEMPOTENCY_TABLE: TableName, QUEUE_URL: QueueUrl } = process.env;
const keptSeconds = 30 * 86_400;

export async function handler(event) {
  if (!(await isSigned(event))) return response(401, { error: "bad_signature" });
  const { action, repository } = JSON.parse(event.body);
  const repo = String(repository.id);
  const delivery_id = event.headers["x-github-delivery"];
  const pk = { S: `delivery#${event.headers["x-github-hook-id"]}#${delivery_id}` };
  const message = `{"delivery_id":"${delivery_id}","event_type":"${event.headers["x-github-event"]}","payload":${event.body}}`;
  const isNew = await receive({ pk, action: { S: action }, repo_id: { N: repo }, envelope: { S: message } });
  if (!isNew) return response(200, { duplicate: true, delivery_id });
  await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: message, MessageGroupId: repo }));
  await markEnqueued(pk);
  return response(202, { accepted: true, delivery_id });
}

async function receive(fields) {
  const now = Math.floor(Date.now() / 1000);
  const put = new PutItemCommand({
    TableName,
    Item: { ...fields, status: { S: "RECEIVED" }, expires_at: { N: String(now + keptSeconds) } },
    ConditionExpression: "attribute_not_exists(pk) OR expires_at < :now",
    ExpressionAttributeValues: { ":now": { N: String(now) } },
  });
  try {
    await table.send(put);
    return true;
  } catch (error) {
    if (error.name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

function markEnqueued(pk) {
  return table.send(
    new UpdateItemCommand({
      TableName,
      Key: { pk },
      UpdateExpression: "SET #status = :enqueued REMOVE envelope",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":enqueued": { S: "ENQUEUED" } },
    }),
  );
}

function response(statusCode, body) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
