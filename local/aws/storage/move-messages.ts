import { randomUUID } from "node:crypto";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { type JsonRecord, parseJson } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import { optionalText, requiredText } from "../server/operation-input.ts";

/**
 * Serves StartMessageMoveTask, which fauxqs lacks: moves the messages of a dead-letter queue back to their source queue. The
 * move has finished when the call returns, so there is nothing to cancel.
 */
export async function moveMessages(client: SQSClient, request: JsonRecord): Promise<JsonRecord> {
  const sourceArn = requiredText(request, "SourceArn");
  const sources = await sourceQueuesOf(client, sourceArn);
  if (sources.length === 0) {
    throw new AwsError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
  }
  const from = await urlOf(client, sourceArn);
  const destinationArn = optionalText(request, "DestinationArn");
  const to = destinationArn ? await urlOf(client, destinationArn) : (sources[0] ?? from);
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: from, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
    );
    if (Messages.length === 0) return { TaskHandle: randomUUID() };
    for (const { Body, MessageAttributes, ReceiptHandle } of Messages) {
      await client.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body, MessageAttributes }));
      await client.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
    }
  }
}

async function urlOf(client: SQSClient, arn: string): Promise<string> {
  const { QueueUrl = "" } = await client.send(new GetQueueUrlCommand({ QueueName: arn.split(":").at(-1) }));
  return QueueUrl;
}

async function sourceQueuesOf(client: SQSClient, deadLetterArn: string): Promise<string[]> {
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  const feeds = await Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }),
      );
      const policy = parseJson(Attributes?.RedrivePolicy ?? "{}") as { deadLetterTargetArn?: string };
      return policy.deadLetterTargetArn === deadLetterArn ? [QueueUrl] : [];
    }),
  );
  return feeds.flat();
}
