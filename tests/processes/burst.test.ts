import { randomUUID } from "node:crypto";
import {
  GetQueueAttributesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { until } from "../e2e/until.ts";
import { anEnvelope } from "../fakes/records/envelope.ts";
import { type CapturedDelivery, captureDeliveries, sendDelivery } from "./rig/capture-deliveries.ts";
import { answersOn, comment, isAnswered, type Thread } from "./rig/conversation.ts";
import { readDeadLetters } from "./rig/dead-letters.ts";
import { nothingLeft, readEndState } from "./rig/end-state.ts";
import { createRandom } from "./rig/random.ts";
import { type Rig, startRig } from "./rig/rig.ts";
import { jobsOf } from "./rig/trail.ts";

const good = 690;
const [repeated, replayed] = [200, 100];
const poisonous = 10;
const unreadable = 10;
const senders = 32;

const threads = Array.from(
  { length: 69 },
  (_, n): Thread => ({ repo: `octo-demo/burst-${n % 23}`, pr: 100 + n }),
);
const poisoned: Thread = { repo: "octo-demo/poisoned", pr: 1 };

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
}, 90_000);

afterAll(() => rig?.stop());

test("1,000 deliveries, 30 % of them duplicates, 1 % poison: each is answered once or dead-lettered", async () => {
  const unique = await captureDeliveries(rig, async () => {
    for (let n = 0; n < good; n += 1) await comment(rig.github.url, at(threads, n), "/summary");
    for (let n = 0; n < poisonous; n += 1) await comment(rig.github.url, poisoned, "/summary");
  });
  expect(unique).toHaveLength(good + poisonous);
  const isPoison = ({ body }: CapturedDelivery) => body.includes(`"full_name":"${poisoned.repo}"`);
  const poisonIds = unique.filter(isPoison).map(({ headers }) => headers["x-github-delivery"]);
  const answerable = unique.filter((delivery) => !isPoison(delivery));
  const burst: { delivery: CapturedDelivery; guid?: string }[] = [
    ...unique.map((delivery) => ({ delivery })),
    ...answerable.slice(0, repeated).map((delivery) => ({ delivery })),
    ...answerable.slice(repeated, repeated + replayed).map((delivery) => ({ delivery, guid: randomUUID() })),
  ];
  expect(burst).toHaveLength(1_000);

  // GitHub refuses our key for one repository: each attempt is retryable, and none succeeds.
  rig.github.fail({ path: `^/repos/${poisoned.repo}/`, status: 401, times: Number.POSITIVE_INFINITY });
  await giveUpAfter(3);
  const started = performance.now();
  const [statuses] = await Promise.all([sendAll(shuffled(burst)), sendUnreadable()]);
  const taken = performance.now();
  const expected = { ...nothingLeft, deadLetters: poisonous + unreadable };
  const state = await until(
    () => readEndState(rig.aws),
    (left) => JSON.stringify(left) === JSON.stringify(expected),
    400,
  );
  const seconds = (from: number, to = performance.now()) => ((to - from) / 1_000).toFixed(1);
  console.info(`Accepted within ${seconds(started, taken)} s, finished after ${seconds(started)} s`);

  expect(state).toEqual(expected);
  expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
  expect(statuses.filter((status) => status === 202).length).toBeGreaterThanOrEqual(
    good + poisonous + replayed,
  );
  const answers = await Promise.all(threads.map((thread) => answersOn(rig.github.url, thread)));
  expect(answers.map(({ length }) => length)).toEqual(threads.map(() => good / threads.length));
  expect(answers.flat().filter(isAnswered)).toHaveLength(good);
  expect(new Set(answers.flat().map(({ job_id }) => job_id)).size).toBe(good);
  const deadLetters = (await readDeadLetters(rig.aws)).map((body) => JSON.parse(body) as Envelope);
  expect(deadLetters.filter(({ version }) => Number(version) === 2)).toHaveLength(unreadable);
  const given = deadLetters.filter(({ version }) => version === 1).map(({ delivery_id }) => delivery_id);
  expect(given.toSorted()).toEqual(poisonIds.toSorted());
  // The repository of these commands cannot be read, so they have no jobs.
  expect(await jobsOf(rig.aws, poisoned)).toEqual([]);
}, 900_000);

function at<Item>(items: Item[], n: number): Item {
  const item = items[n % items.length];
  if (item === undefined) throw new Error("The list is empty");
  return item;
}

/** Otherwise a message that always fails is dead-lettered only after a quarter of an hour. */
async function giveUpAfter(maxReceiveCount: number): Promise<void> {
  const { queues, names } = rig.aws;
  const QueueUrl = names.QUEUE_URL;
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }),
  );
  const RedrivePolicy = JSON.stringify({ ...JSON.parse(Attributes?.RedrivePolicy ?? "{}"), maxReceiveCount });
  await queues.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
}

/** Sends as fast as the endpoint accepts. */
async function sendAll(burst: { delivery: CapturedDelivery; guid?: string }[]): Promise<number[]> {
  const statuses: number[] = [];
  const waiting = burst.values();
  async function sendNext(): Promise<void> {
    for (const { delivery, guid } of waiting) statuses.push((await sendDelivery(rig, delivery, guid)).status);
  }
  await Promise.all(Array.from({ length: senders }, sendNext));
  return statuses;
}

/** Envelopes of an unknown version, as they are in the queue after a rollback. */
async function sendUnreadable(): Promise<void> {
  const { queues, names } = rig.aws;
  for (let n = 0; n < unreadable; n += 1) {
    const MessageBody = JSON.stringify({ ...anEnvelope(), version: 2, delivery_id: `unreadable-${n}` });
    await queues.send(new SendMessageCommand({ QueueUrl: names.QUEUE_URL, MessageBody }));
  }
}

function shuffled<Item>(items: Item[]): Item[] {
  const random = createRandom(11);
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
