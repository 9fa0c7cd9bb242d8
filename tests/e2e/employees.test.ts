import { expect, test } from "@jest/globals";
import { answersTo, isFinal } from "./answers.ts";
import { until } from "./until.ts";
import { commentDelivery, deliver } from "./webhooks.ts";

const repo = "octo-demo/payments";

/** Sends a comment and waits for its final answer. */
async function ask(body: string): Promise<string> {
  const { status, body: accepted } = await deliver(commentDelivery({ body }));
  expect(status).toBe(202);
  const [answer] = await until(
    () => answersTo(repo, 7, accepted.intent_key),
    (found) => found.length === 1 && found.every(isFinal),
  );
  return answer?.body ?? "";
}

test("a bot behind a webhook answers later, through its callback, with findings", async () => {
  const answer = await ask("/sql seconds=1");

  expect(answer).toContain("**Legacy SQL checker** on");
  expect(answer).toContain("**Findings (");
  expect(answer).toMatch(/- `src\/[\w/.-]+:\d+` \*\*high\*\*: SQL is built from a value/);
});

test("a Lambda function answers at once", async () => {
  expect(await ask("/size")).toMatch(/Size \*\*(?:S|M|L)\*\*: \d+ changed lines in \d+ files\./);
});

test("a GitHub Actions workflow answers through its callback", async () => {
  expect(await ask("/lines")).toMatch(/- `[^`]+`: \+\d+ -\d+/);
});
