import { expect, test } from "@jest/globals";
import { answersTo } from "./answers.ts";
import { ask } from "./ask.ts";
import { until } from "./until.ts";
import { commentDelivery, deliver } from "./webhooks.ts";

const repo = "octo-demo/payments";

test("a bot behind a webhook answers later, through its callback, with findings", async () => {
  const answer = await ask("/sql seconds=1");

  expect(answer).toContain("**Legacy SQL checker** on");
  expect(answer).toContain("**Findings (");
  expect(answer).toMatch(/- `src\/[\w/.-]+:\d+` \*\*high\*\*: SQL is built from a value/);
});

test("a cancelled job stops the bot, and its comment says that the bot heard it", async () => {
  const { body: accepted } = await deliver(commentDelivery({ body: "/sql seconds=600" }));
  const job = () => answersTo(repo, 7, accepted.intent_key);
  const [working] = await until(job, (found) => found.some(({ body }) => body.includes("is working on")));
  await ask(`/cancel ${working?.job_id}`);
  const ended = "was cancelled by octavia. **Legacy SQL checker** confirmed the cancellation.";
  await until(job, (found) => found.some(({ body }) => body.includes(ended)));
});
