import { bodyLines, readDeadLetterDetails } from "../../stack/dead-letters/dead-letter.ts";
import { createDeadLetterQueue, findDeadLetter } from "../../stack/dead-letters/dead-letter-queue.ts";
import { findFailedInvocations } from "../../stack/dead-letters/failed-invocations.ts";
import { findDeadLetters } from "../../stack/dead-letters/find-dead-letters.ts";
import { OperatorError } from "../../stack/errors.ts";
import { Refusal } from "../server/refusal.ts";
import { bulkReplayRoutes } from "./bulk-replay-routes.ts";
import type { ConsoleContext } from "./context.ts";
import { deadLetterChangeRoutes } from "./dead-letter-change-routes.ts";
import { readDeadLetterFilter } from "./dead-letter-query.ts";
import { createReplayRun } from "./replay-run.ts";
import type { ApiRoute } from "./route.ts";
import { createSerialQueue } from "./serial-queue.ts";

/** The page shows the oldest ones; a filter finds the others. */
const maxMessages = 200;

/** Returns the routes that list, show, replay and drop dead-letter messages. */
export function deadLetterRoutes(context: ConsoleContext): ApiRoute[] {
  const inSequence = createSerialQueue();
  const run = createReplayRun();
  const invocationsInSequence = createSerialQueue();

  return [
    {
      method: "GET",
      path: /^dead-letters$/,
      async handle({ query }) {
        const filter = readDeadLetterFilter(Object.fromEntries(query));
        return inSequence(async () => {
          run.requireIdle();
          const stack = await context.stack();
          const queue = createDeadLetterQueue(stack.output("EventDeadLetterQueueUrl"));
          const table = stack.output("IdempotencyTableName");
          const { messages, checked, hidden } = await findDeadLetters(queue, filter, table);
          return { letters: messages.slice(0, maxMessages), total: messages.length, checked, hidden };
        });
      },
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
          run.requireIdle();
          const stack = await context.stack();
          const queue = createDeadLetterQueue(stack.output("EventDeadLetterQueueUrl"));
          const message = await findDeadLetter(queue, id, "dead-letter messages").catch(unknown);
          const letter = await readDeadLetterDetails(message, stack);
          const bytes = Buffer.byteLength(message.body);
          return { letter, bytes, lines: query.has("body") ? bodyLines(message.body) : null };
        }),
    },
    ...deadLetterChangeRoutes(context, { messages: inSequence, invocations: invocationsInSequence }, run),
    ...bulkReplayRoutes(context, inSequence, run),
  ];
}

function unknown(error: unknown): never {
  if (error instanceof OperatorError) throw new Refusal(404, "unknown", error.message, error.advice);
  throw error;
}
