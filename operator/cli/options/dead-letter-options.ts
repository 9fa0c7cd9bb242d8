import type { Command } from "commander";
import { createDeadLetterQueue, type DeadLetterQueue } from "../../stack/dead-letters/dead-letter-queue.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { parseRepository } from "./stack-options.ts";
import { parseMoment } from "./time-options.ts";

/** Adds the options of a DeadLetterFilter. */
export function withDeadLetterFilter(command: Command): Command {
  return command
    .option("--repo <owner/name>", "only messages of this repository", parseRepository)
    .option("--event <name>", "only messages of this event, such as issue_comment or issue_comment.created")
    .option("--cause <code>", "only messages with this cause, as `dlq list` shows it")
    .option(
      "--since <time>",
      "only messages sent since then: an age such as 2h or 3d, or a time",
      parseMoment,
    )
    .option("--until <time>", "only messages sent until this time", parseMoment)
    .option("--message <id...>", "only these messages");
}

export interface QueueOptions {
  failedInvocations?: boolean;
}

export function withQueue(command: Command): Command {
  return command.option("--failed-invocations", "in the queue of failed invocations");
}

/** Returns the chosen queue and its name for people. */
export function queueOf(
  stack: Stack,
  { failedInvocations }: QueueOptions,
): { queue: DeadLetterQueue; name: string } {
  return failedInvocations
    ? { queue: createDeadLetterQueue(stack.output("FailedInvocationQueueUrl")), name: "failed invocations" }
    : { queue: createDeadLetterQueue(stack.output("EventDeadLetterQueueUrl")), name: "dead-letter messages" };
}
