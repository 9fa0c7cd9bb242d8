import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { shortTimeouts } from "./aws-client.ts";
import { unavailable } from "./aws-errors.ts";

/** Reads an item that never exists, the only one that the role may read. The probe throws RetryableError. */
export function createTableProbe(table: string, keyNames: string[], client: DynamoDBDocumentClient) {
  const Key = Object.fromEntries(keyNames.map((name) => [name, "health"]));
  return async function probeTable(): Promise<void> {
    try {
      await client.send(new GetCommand({ TableName: table, Key }));
    } catch (error) {
      throw unavailable("table", error);
    }
  };
}

/** Reads a queue's ARN. The probe throws RetryableError. */
export function createQueueProbe(queueUrl: string, client = new SQSClient(shortTimeouts)) {
  return async function probeQueue(): Promise<void> {
    try {
      await client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] }));
    } catch (error) {
      throw unavailable("queue", error);
    }
  };
}
