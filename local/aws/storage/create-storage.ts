import { CreateBucketCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { CreateQueueCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Template } from "../template/template.ts";

/** Properties of AWS::SQS::Queue that the API takes under the same name, as text. */
const textAttributes = [
  "VisibilityTimeout",
  "DelaySeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "FifoQueue",
  "ContentBasedDeduplication",
];

/** Creates the template's buckets. */
export async function createBuckets(template: Template, config: S3ClientConfig): Promise<void> {
  const client = new S3Client(config);
  try {
    const buckets = template.ofType("AWS::S3::Bucket");
    await Promise.all(
      buckets.map(({ local }) => client.send(new CreateBucketCommand({ Bucket: local.name }))),
    );
  } finally {
    client.destroy();
  }
}

/** Creates the template's queues in any order: a queue may name a dead-letter queue that does not exist yet. */
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
  for (const name of textAttributes) {
    if (properties[name] !== undefined) result[name] = String(properties[name]);
  }
  if (properties.RedrivePolicy !== undefined) {
    result.RedrivePolicy = JSON.stringify(properties.RedrivePolicy);
  }
  return result;
}
