import { createDeadLetterQueue } from "../../stack/dead-letters/dead-letter-queue.ts";
import {
  type DeadLetterFilter,
  findDeadLetters,
  hasFilter,
  isReplayable,
} from "../../stack/dead-letters/find-dead-letters.ts";
import { replayDeadLetters } from "../../stack/dead-letters/replay-dead-letters.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { InvalidInputError } from "../../stack/input.ts";
import { Refusal } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import { readDeadLetterFilter } from "./dead-letter-query.ts";
import type { ReplayRun } from "./replay-run.ts";
import type { ApiRoute } from "./route.ts";
import type { SerialQueue } from "./serial-queue.ts";

/** As the command line offers; SQS and the tables take more. */
const fastest = 50;

/** Counts the dead-letter messages of a filter, and replays all of them, as `dlq replay` does. */
export function bulkReplayRoutes(
  context: ConsoleContext,
  inSequence: SerialQueue,
  run: ReplayRun,
): ApiRoute[] {
  return [
    {
      method: "POST",
      path: /^dead-letters\/replay-count$/,
      async handle({ body }) {
        const filter = filterOf(body);
        const { chosen, matching, checked, hidden } = await inSequence(async () => {
          run.requireIdle();
          return findReplayable(await context.stack(), filter);
        });
        return { count: chosen.length, unreadable: matching - chosen.length, checked, hidden };
      },
    },
    {
      method: "POST",
      path: /^dead-letters\/replay-all$/,
      async handle({ body }) {
        const filter = filterOf(body);
        const [expected, perSecond] = [
          numberOf(body, "count", 100_000),
          numberOf(body, "per_second", fastest),
        ];
        const stack = await context.stack();
        const by = await context.changedBy(stack, body);
        return inSequence(async () => {
          run.requireIdle();
          const { chosen } = await findReplayable(stack, filter);
          requireSeen(chosen.length, expected);
          const messageIds = chosen.map(({ message_id }) => message_id);
          run.start(chosen.length, (progress) =>
            replayDeadLetters(stack, { messageIds, perSecond, ...by }, progress),
          );
          return run.state();
        });
      },
    },
    { method: "GET", path: /^replay-run$/, handle: async () => run.state() },
    {
      method: "POST",
      path: /^replay-run\/stop$/,
      async handle() {
        run.stop();
        return run.state();
      },
    },
  ];
}

async function findReplayable(stack: Stack, filter: DeadLetterFilter) {
  const queue = createDeadLetterQueue(stack.output("EventDeadLetterQueueUrl"));
  const table = stack.output("IdempotencyTableName");
  const { messages, checked, hidden } = await findDeadLetters(queue, filter, table);
  const chosen = messages.filter((message) => isReplayable(message, filter));
  return { chosen, matching: messages.length, checked, hidden };
}

/** More messages than the operator confirmed are not sent. */
function requireSeen(count: number, expected: number): void {
  if (count === 0) throw new Refusal(409, "not_done", "No dead-letter message matches any more.");
  if (count <= expected) return;
  throw new Refusal(
    409,
    "not_done",
    `Now ${count} messages match, not ${expected}.`,
    "Count again. Nothing was sent.",
  );
}

/** Like the command line, replays everything only if asked to. */
function filterOf({ filter, all }: Record<string, unknown>): DeadLetterFilter {
  const found = typeof filter === "object" && filter !== null ? readDeadLetterFilter({ ...filter }) : {};
  if (hasFilter(found) !== (all === true)) return found;
  throw new InvalidInputError("Give a filter, or all: true for every readable message.");
}

function numberOf(body: Record<string, unknown>, name: string, most: number): number {
  const value = body[name];
  if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= most) return value;
  throw new InvalidInputError(`${name} must be a whole number from 1 to ${most}.`);
}
