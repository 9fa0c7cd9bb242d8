import { createDeadLetterQueue } from "../../stack/dead-letters/dead-letter-queue.ts";
import { dropDeadLetters } from "../../stack/dead-letters/drop-dead-letters.ts";
import { replayDeadLetters } from "../../stack/dead-letters/replay-dead-letters.ts";
import { Refusal } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import type { ReplayRun } from "./replay-run.ts";
import type { ApiRoute } from "./route.ts";
import type { SerialQueue } from "./serial-queue.ts";

/** The default rate of `dlq replay`. */
const perSecond = 5;
/** Takes as long as a user waits for a page. */
const maxMessages = 200;

/** Replays and drops chosen messages, as `dlq replay --message` and `dlq drop` do. */
export function deadLetterChangeRoutes(
  context: ConsoleContext,
  inSequence: { messages: SerialQueue; invocations: SerialQueue },
  run: ReplayRun,
): ApiRoute[] {
  return [
    {
      method: "POST",
      path: /^dead-letters\/replay$/,
      handle: ({ body }) =>
        inSequence.messages(async () => {
          run.requireIdle();
          const messageIds = idsOf(body);
          const stack = await context.stack();
          const by = await context.changedBy(stack, body);
          const progress = { done() {}, stopped: () => false };
          const replayed = await replayDeadLetters(stack, { messageIds, perSecond, ...by }, progress);
          return { chosen: messageIds.length, replayed };
        }),
    },
    {
      method: "POST",
      path: /^dead-letters\/drop$/,
      handle: ({ body }) =>
        inSequence.messages(async () => {
          run.requireIdle();
          return drop(context, body, "EventDeadLetterQueueUrl");
        }),
    },
    {
      method: "POST",
      path: /^failed-invocations\/drop$/,
      handle: ({ body }) => inSequence.invocations(() => drop(context, body, "FailedInvocationQueueUrl")),
    },
  ];
}

async function drop(context: ConsoleContext, body: Record<string, unknown>, queueUrl: string) {
  const messageIds = idsOf(body);
  const stack = await context.stack();
  const by = await context.changedBy(stack, body);
  const queue = createDeadLetterQueue(stack.output(queueUrl));
  const missing = await dropDeadLetters(stack, queue, messageIds, by);
  return { chosen: messageIds.length, dropped: messageIds.length - missing.length };
}

function idsOf({ message_ids: ids }: Record<string, unknown>): string[] {
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === "string" && id !== "");
  if (isList && ids.length > 0 && ids.length <= maxMessages) return [...new Set<string>(ids)];
  throw new Refusal(400, "invalid", `message_ids must be a list of 1 to ${maxMessages} message IDs.`);
}
