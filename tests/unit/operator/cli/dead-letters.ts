import { randomUUID } from "node:crypto";
import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { PullRequestEnvelope } from "../../../../core/deliveries/envelope.ts";
import type { OperatorStack } from "../../../fakes/operator-stack.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";

type QueueName = "EventDeadLetterQueue" | "FailedInvocationQueue";

/** Fills and reads the dead-letter queues of a test's stack. */
export function deadLettersOf(stack: OperatorStack) {
  const client = new SQSClient({});

  async function put(MessageBody: string, queue: QueueName = "EventDeadLetterQueue"): Promise<string> {
    const QueueUrl = stack.ref(queue);
    const { MessageId = "" } = await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    return MessageId;
  }

  return {
    put,

    /** Puts a message whose dispatch failed with this code. The text of its comment, `hush`, must not be shown. */
    async failed(code: string | null, change: Partial<PullRequestEnvelope> = {}) {
      const envelope = anEnvelopeOf("hush", { delivery_id: randomUUID(), ...change });
      await stack.deliveries.receive(envelope);
      await stack.deliveries.enqueued(envelope);
      if (code) await stack.deliveries.failing(envelope, code);
      return { envelope, message_id: await put(JSON.stringify(envelope)) };
    },

    /** Returns the IDs of the dead-letter messages without hiding them. */
    async left(): Promise<string[]> {
      const QueueUrl = stack.ref("EventDeadLetterQueue");
      const look = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
      const { Messages = [] } = await client.send(look);
      return Messages.map(({ MessageId = "" }) => MessageId).toSorted();
    },

    async empty(): Promise<void> {
      for (const queue of ["EventDeadLetterQueue", "FailedInvocationQueue"] as const) {
        await client.send(new PurgeQueueCommand({ QueueUrl: stack.ref(queue) }));
      }
    },
  };
}
