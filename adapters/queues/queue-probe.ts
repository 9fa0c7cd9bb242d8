import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { quick } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";

/** Asks a queue for its name. */
export function createQueueProbe(queueUrl: string, client = new SQSClient(quick)) {
  return async function probeQueue(): Promise<void> {
    try {
      await client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] }));
    } catch (error) {
      throw unavailable("queue", error);
    }
  };
}
