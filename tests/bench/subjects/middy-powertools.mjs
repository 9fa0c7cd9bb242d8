/**
 * A receiver of well-known parts, as their documentation writes it: Middy, Powertools idempotency on DynamoDB, the
 * SDK's SQS client. https://docs.aws.amazon.com/powertools/typescript/latest/features/idempotency/
 */
import { IdempotencyConfig } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { makeHandlerIdempotent } from "@aws-lambda-powertools/idempotency/middleware";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import httpJsonBodyParser from "@middy/http-json-body-parser";
import { isSigned } from "./webhook-secret.mjs";

const { IDEMPOTENCY_TABLE: tableName, QUEUE_URL: QueueUrl } = process.env;
const queue = new SQSClient({});
const persistenceStore = new DynamoDBPersistenceLayer({ tableName });
const config = new IdempotencyConfig({
  eventKeyJmesPath: 'headers."x-github-delivery"',
  expiresAfterSeconds: 3 * 86_400,
});

const signature = {
  before: async ({ event }) => {
    if (!(await isSigned(event))) return response(401, { error: "bad_signature" });
    // The parser replaces the body; the queue gets the received text.
    event.rawBody = event.body;
  },
};

export const handler = middy()
  .use(signature)
  .use(makeHandlerIdempotent({ persistenceStore, config }))
  .use(httpJsonBodyParser())
  .handler(async ({ body, headers, rawBody }) => {
    const delivery_id = headers["x-github-delivery"];
    const MessageBody = `{"delivery_id":"${delivery_id}","event_type":"${headers["x-github-event"]}","payload":${rawBody}}`;
    const MessageGroupId = String(body.repository.id);
    await queue.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId }));
    return response(202, { accepted: true, delivery_id });
  });

function response(statusCode, body) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
