import { createDeadLetterBox, type Letter } from "../../stack/dead-letters/dead-letter-queue.ts";
import { letterStory } from "../../stack/dead-letters/dead-letter-story.ts";
import { findLetters } from "../../stack/dead-letters/find-dead-letters.ts";
import { findInvocations } from "../../stack/dead-letters/find-invocations.ts";
import { letterText } from "../../stack/dead-letters/letter-text.ts";
import { sendAgain } from "../../stack/dead-letters/send-again.ts";
import { notThere, withLetters } from "../../stack/dead-letters/which-queue.ts";
import { Refusal } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import { createTurns } from "./in-turn.ts";
import type { ApiRoute } from "./route.ts";

/** As `dlq replay` sends them, and no more at once than a page waits for. */
const perSecond = 5;
const atMost = 200;

/** What could not be dispatched: looked at, and sent again. */
export function deadLetterRoutes(context: ConsoleContext): ApiRoute[] {
  const inTurn = createTurns();
  const invocationsInTurn = createTurns();

  return [
    {
      method: "GET",
      path: /^dead-letters$/,
      handle: () =>
        inTurn(async () => {
          const stack = await context.stack();
          const box = createDeadLetterBox(stack.output("EventDeadLetterQueueUrl"));
          const table = stack.output("IdempotencyTableName");
          const { letters, hidden } = await findLetters(box, {}, table, context.io);
          return { letters, hidden };
        }),
    },
    {
      method: "GET",
      path: /^failed-invocations$/,
      handle: () =>
        invocationsInTurn(async () => {
          const stack = await context.stack();
          const box = createDeadLetterBox(stack.output("FailedInvocationQueueUrl"));
          return { invocations: await findInvocations(box) };
        }),
    },
    {
      method: "GET",
      path: /^dead-letters\/([\w-]+)$/,
      handle: ({ params: [id = ""], query }) =>
        inTurn(async () => {
          const stack = await context.stack();
          const box = createDeadLetterBox(stack.output("EventDeadLetterQueueUrl"));
          const found: Letter[] = [];
          await withLetters(box, [id], async (letter) => void found.push(letter));
          const [letter] = found;
          if (!letter) {
            const { message, advice } = notThere([id], "dead letters");
            throw new Refusal(404, "unknown", message, advice);
          }
          const story = await letterStory(letter, stack);
          const bytes = Buffer.byteLength(letter.body);
          return { letter: story, bytes, lines: query.has("body") ? letterText(letter.body) : null };
        }),
    },
    {
      method: "POST",
      path: /^dead-letters\/replay$/,
      handle: ({ body }) =>
        inTurn(async () => {
          const messageIds = idsOf(body);
          const stack = await context.stack();
          const by = await context.by(stack, body);
          const progress = { done() {}, stopped: () => false };
          const replayed = await sendAgain(stack, { messageIds, perSecond, ...by }, progress);
          return { chosen: messageIds.length, replayed };
        }),
    },
  ];
}

function idsOf({ message_ids: ids }: Record<string, unknown>): string[] {
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === "string" && id !== "");
  if (isList && ids.length > 0 && ids.length <= atMost) return [...new Set<string>(ids)];
  throw new Refusal(400, "invalid", `message_ids has to be a list of 1 to ${atMost} messages' ids.`);
}
