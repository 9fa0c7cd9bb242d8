import type { Command } from "commander";
import { shown } from "../../cli/output/table.ts";
import { CommandError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";
import { createDeadLetterBox, type DeadLetterBox, type Letter } from "./dead-letter-queue.ts";

export interface QueueOptions {
  failedInvocations?: boolean;
}

export function withQueue(command: Command): Command {
  return command.option("--failed-invocations", "of the queue of failed invocations");
}

/** The queue that the options mean, with its name for people. */
export function boxOf(
  stack: Stack,
  { failedInvocations }: QueueOptions,
): { box: DeadLetterBox; name: string } {
  return failedInvocations
    ? { box: createDeadLetterBox(stack.output("FailedInvocationQueueUrl")), name: "failed invocations" }
    : { box: createDeadLetterBox(stack.output("EventDeadLetterQueueUrl")), name: "dead letters" };
}

/** Does something with each of these letters while nobody else sees them. Answers the ids that are not there. */
export async function withLetters(
  box: DeadLetterBox,
  messageIds: readonly string[],
  use: (letter: Letter) => Promise<void>,
): Promise<string[]> {
  const missing = new Set(messageIds);
  for await (const letter of box.letters()) {
    if (missing.delete(letter.message_id)) await use(letter);
    if (missing.size === 0) break;
  }
  return [...missing];
}

export function notThere(missing: readonly string[], name: string): CommandError {
  const which = missing.map(shown).join(", ");
  const advice = "Look again with `dlq list`; somebody else may be looking at it, for two minutes at most.";
  return new CommandError(`Not among the ${name}: ${which}.`, advice);
}
