import { CreateQueueCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Template } from "../template/template.ts";

const plain = [
  "VisibilityTimeout",
  "DelaySeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "FifoQueue",
  "ContentBasedDeduplication",
];

/** Creates the template's queues. A dead-letter queue may come after the queue that names it. */
export async function createQueues(template: Template, client: SQSClient): Promise<void> {
  const queues = template.ofType("AWS::SQS::Queue");
  await Promise.all(
    queues.map(({ local, properties }) =>
      client.send(new CreateQueueCommand({ QueueName: local.name, Attributes: attributes(properties) })),
    ),
  );
}

function attributes(properties: Record<string, unknown>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of plain) {
    if (properties[name] !== undefined) result[name] = String(properties[name]);
  }
  if (properties.RedrivePolicy !== undefined) {
    result.RedrivePolicy = JSON.stringify(properties.RedrivePolicy);
  }
  return result;
}
