import { existsSync } from "node:fs";
import { join } from "node:path";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Delivery } from "../../local/github/webhooks/deliveries.ts";
import { until } from "../e2e/until.ts";
import { answered, answersOn, comment, type Thread } from "./rig/conversation.ts";
import { isOver, readEndState, receivedDeliveries } from "./rig/end-state.ts";
import { killFunction, processTree } from "./rig/function-processes.ts";
import { type Rig, root, startRig } from "./rig/rig.ts";
import { stopAt } from "./rig/stop-at.ts";
import { statusOf } from "./rig/trail.ts";

const repo = "octo-demo/outages";

let rig: Rig;
let lastPull = 100;

beforeAll(async () => {
  rig = await startRig();
  const { queues, names } = rig.aws;
  // A message that could not be deleted during an outage is received again after its visibility timeout.
  const Attributes = { VisibilityTimeout: "5" };
  await queues.send(new SetQueueAttributesCommand({ QueueUrl: names.QUEUE_URL, Attributes }));
}, 90_000);

afterAll(() => rig?.stop());

/** Posts a command on that many pull requests. */
async function ask(count: number): Promise<Thread[]> {
  const threads = Array.from({ length: count }, (): Thread => ({ repo, pr: ++lastPull }));
  await Promise.all(threads.map((thread) => comment(rig.github.url, thread, "/summary")));
  return threads;
}

/** GitHub's deliveries of the command, newest first; its list also has our App's own comments. */
function attempts({ pr }: Thread): Delivery[] {
  const ofPeople = rig.github.deliveries.newestFirst().filter(({ body }) => !body.includes('"type":"Bot"'));
  return ofPeople.filter(({ body }) => body.includes(`/pull/${pr}#`));
}

async function attempted(threads: Thread[], count: number): Promise<Delivery[]> {
  const found = await until(
    async () => threads.map(attempts),
    (all) => all.every(({ length }) => length >= count),
    60,
  );
  return found.flatMap(([newest]) => (newest ? [newest] : []));
}

function redeliver(threads: Thread[]): void {
  for (const [first] of threads.map(attempts)) if (first) rig.github.deliveries.redeliver(first);
}

async function expectOneAnswerEach(threads: Thread[], seconds: number): Promise<void> {
  await until(
    async () => ({ answered: await answered(rig.github.url, threads), left: await readEndState(rig.aws) }),
    (state) => state.answered === threads.length && isOver(state.left),
    seconds,
  );
  for (const thread of threads) expect(await answersOn(rig.github.url, thread)).toHaveLength(1);
}

describe.each(["cut", "hang"] as const)("while the database is down (%s)", (kind) => {
  test("nothing is accepted; earlier commands are answered afterwards", async () => {
    const before = await ask(4);
    expect((await attempted(before, 1)).map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202]);
    await rig.aws.fail({ request: "^dynamodb", kind });
    const during = await ask(4);
    const refused = await attempted(during, 1);
    await rig.aws.restore();

    expect(refused.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503, 503]);
    expect(Math.max(...refused.map(({ durationSeconds }) => durationSeconds))).toBeLessThan(9);
    await expectOneAnswerEach(before, 120);
    const hook_id = String(rig.github.hookId);
    for (const { guid } of refused) {
      expect(await statusOf(rig.aws, { hook_id, delivery_id: guid })).toBeNull();
    }
    expect(await answered(rig.github.url, during)).toBe(0);

    redeliver(during);
    const taken = await attempted(during, 2);
    expect(taken.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202]);
    await expectOneAnswerEach(during, 120);
  }, 300_000);
});

test("the sweeper sends recorded deliveries that did not reach the queue, once only", async () => {
  // The queue refuses, does not respond, and the process dies on either side of the send.
  await rig.aws.fail({ request: "^sqs", kind: "cut" });
  const cut = await ask(2);
  const refused = await attempted(cut, 1);
  await rig.aws.restore();
  await rig.aws.fail({ request: "^sqs", kind: "hang" });
  const silent = await ask(2);
  refused.push(...(await attempted(silent, 1)));
  await rig.aws.restore();
  const killed: Thread[] = [];
  for (const after of [false, true]) {
    const fault = { request: "^sqs.SendMessage$", kind: "hang", after, times: 1 } as const;
    const release = await stopAt(rig, { aws: fault }, async () => killed.push(...(await ask(1))));
    expect(killFunction(rig.pid, "receive-webhook")).toBeGreaterThan(0);
    refused.push(...(await attempted(killed.slice(-1), 1)));
    await release();
  }
  const all = [...cut, ...silent, ...killed];

  expect(refused.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503, 503, 500, 500]);
  expect(Math.max(...refused.map(({ durationSeconds }) => durationSeconds))).toBeLessThan(9);
  expect(await receivedDeliveries(rig.aws)).toBeGreaterThanOrEqual(5);
  await expectOneAnswerEach(all, 180);

  redeliver(all);
  const again = await attempted(all, 2);
  expect(again.map(({ statusCode }) => statusCode)).toEqual(all.map(() => 200));
  await expectOneAnswerEach(all, 60);
}, 360_000);

test("interrupted during its work, the laptop stops and leaves no process, port or file", async () => {
  const busy = await ask(6);
  await until(
    async () => (await Promise.all(busy.map((thread) => answersOn(rig.github.url, thread)))).flat(),
    ({ length }) => length > 0,
    120,
  );
  const members = processTree(rig.pid).map(({ pid }) => pid);
  expect(members.length).toBeGreaterThan(3);

  const code = await rig.stop();

  expect(code).toBe(0);
  await until(
    async () => members.flatMap(processTree),
    (alive) => alive.length === 0,
    5,
  );
  await expect(fetch(rig.laptop.webhookUrl)).rejects.toThrow();
  expect(existsSync(join(root, ".local/stack.json"))).toBe(false);
}, 60_000);
