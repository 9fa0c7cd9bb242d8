import { expect, test } from "@jest/globals";
import { answersTo } from "./answers.ts";
import { ask } from "./ask.ts";
import { until } from "./until.ts";
import { commentDelivery, deliver } from "./webhooks.ts";

const repo = "octo-demo/payments";

test("a Lambda function answers at once", async () => {
  expect(await ask("/size")).toMatch(/Size \*\*(?:S|M|L)\*\*: \d+ changed lines in \d+ files\./);
});

test("a GitHub Actions workflow answers through its callback", async () => {
  expect(await ask("/lines")).toMatch(/- `[^`]+`: \+\d+ -\d+/);
});

test("a cancelled job stops the bot, and its comment says that the bot heard it", async () => {
  const { body: accepted } = await deliver(commentDelivery({ body: "/sql seconds=600" }));
  const job = () => answersTo(repo, 7, accepted.intent_key);
  const [working] = await until(job, (found) => found.some(({ body }) => body.includes("is working on")));
  await ask(`/cancel ${working?.job_id}`);
  const ended = "was cancelled by octavia. **Legacy SQL checker** confirmed the cancellation.";
  await until(job, (found) => found.some(({ body }) => body.includes(ended)));
});
