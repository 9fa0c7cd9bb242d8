import { bodyLines, readDeadLetterDetails } from "../../stack/dead-letters/dead-letter.ts";
import { createDeadLetterQueue, findDeadLetter } from "../../stack/dead-letters/dead-letter-queue.ts";
import { findFailedInvocations } from "../../stack/dead-letters/failed-invocations.ts";
import { findDeadLetters } from "../../stack/dead-letters/find-dead-letters.ts";
import { replayDeadLetters } from "../../stack/dead-letters/replay-dead-letters.ts";
import { OperatorError } from "../../stack/errors.ts";
import { Refusal } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import type { ApiRoute } from "./route.ts";

/** The default rate of `dlq replay`. */
const perSecond = 5;
/** Takes as long as a user waits for a page. */
const maxMessages = 200;

/** Returns the routes that list, show and replay dead-letter messages. */
export function deadLetterRoutes(context: ConsoleContext): ApiRoute[] {
  const inSequence = createSerialQueue();
  const invocationsInSequence = createSerialQueue();

  return [
    {
      method: "GET",
      path: /^dead-letters$/,
      handle: () =>
        inSequence(async () => {
          const stack = await context.stack();
          const queue = createDeadLetterQueue(stack.output("EventDeadLetterQueueUrl"));
          const table = stack.output("IdempotencyTableName");
          const { messages, hidden } = await findDeadLetters(queue, {}, table);
          return { letters: messages, hidden };
        }),
    },
    {
      method: "GET",
      path: /^failed-invocations$/,
      handle: () =>
        invocationsInSequence(async () => {
          const stack = await context.stack();
          const queue = createDeadLetterQueue(stack.output("FailedInvocationQueueUrl"));
          return { invocations: await findFailedInvocations(queue) };
        }),
    },
    {
      method: "GET",
      path: /^dead-letters\/([\w-]+)$/,
      handle: ({ params: [id = ""], query }) =>
        inSequence(async () => {
          const stack = await context.stack();
          const queue = createDeadLetterQueue(stack.output("EventDeadLetterQueueUrl"));
          const message = await findDeadLetter(queue, id, "dead-letter messages").catch(unknown);
          const letter = await readDeadLetterDetails(message, stack);
          const bytes = Buffer.byteLength(message.body);
          return { letter, bytes, lines: query.has("body") ? bodyLines(message.body) : null };
        }),
    },
    {
      method: "POST",
      path: /^dead-letters\/replay$/,
      handle: ({ body }) =>
        inSequence(async () => {
          const messageIds = idsOf(body);
          const stack = await context.stack();
          const by = await context.changedBy(stack, body);
          const progress = { done() {}, stopped: () => false };
          const replayed = await replayDeadLetters(stack, { messageIds, perSecond, ...by }, progress);
          return { chosen: messageIds.length, replayed };
        }),
    },
  ];
}

/** Returns a function that runs work one at a time: reading a queue hides its messages from other readers. */
export function createSerialQueue(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}

function unknown(error: unknown): never {
  if (error instanceof OperatorError) throw new Refusal(404, "unknown", error.message, error.advice);
  throw error;
}

function idsOf({ message_ids: ids }: Record<string, unknown>): string[] {
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === "string" && id !== "");
  if (isList && ids.length > 0 && ids.length <= maxMessages) return [...new Set<string>(ids)];
  throw new Refusal(400, "invalid", `message_ids must be a list of 1 to ${maxMessages} message IDs.`);
}
