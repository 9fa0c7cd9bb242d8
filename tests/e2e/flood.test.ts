import { expect, test } from "@jest/globals";
import { answersOn, isFinal } from "./answers.ts";
import { until } from "./until.ts";
import { commentDelivery, type Delivery, deliver } from "./webhooks.ts";

const repo = "octo-demo/flood";

/** A 503 from a busy machine leaves nothing behind; the delivery is sent again, as GitHub redelivers it. */
async function accepted(delivery: Delivery): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const { status } = await deliver(delivery);
    if (status !== 503 || attempt === 10) return status;
  }
}

test("200 deliveries with 50 duplicates among them, 20 at a time, get exactly 150 answers", async () => {
  const unique = Array.from({ length: 150 }, () =>
    commentDelivery({ body: "/summary", repo, login: "octo-demo" }),
  );
  const waiting = [...unique, ...unique.slice(0, 50)];

  const statuses: number[] = [];
  async function sendAll(): Promise<void> {
    for (let next = waiting.pop(); next; next = waiting.pop()) statuses.push(await accepted(next));
  }
  await Promise.all(Array.from({ length: 20 }, sendAll));
  const answers = await until(
    () => answersOn(repo, 7),
    (found) => found.filter(isFinal).length >= 150,
    1_200,
  );

  expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
  expect(answers).toHaveLength(150);
  expect(new Set(answers.map(({ job_id }) => job_id)).size).toBe(150);
}, 1_500_000);
