import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { AwsSide } from "./aws-side.ts";

/** The bodies of all dead-letter messages. They stay in the queue, hidden for a minute. */
export async function readDeadLetters({ queues, names }: AwsSide): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({ QueueUrl: names.DLQ_URL, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = "" }) => Body));
  }
}
