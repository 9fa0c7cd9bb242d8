import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { patient } from "../../../adapters/runtime/aws-client.ts";
import type { Letter } from "./dead-letter-queue.ts";
import { envelopeOf } from "./describe-dead-letter.ts";

/** Puts a message, as it is, into the event queue, in the group that it was in. */
export function createEventQueue(QueueUrl: string, client = new SQSClient(patient)) {
  return async function send(letter: Letter): Promise<void> {
    const group = letter.group_id ?? envelopeOf(letter)?.repo_id;
    await client.send(
      new SendMessageCommand({
        ...{ QueueUrl, MessageBody: letter.body },
        ...(group !== undefined && { MessageGroupId: String(group) }),
      }),
    );
  };
}
