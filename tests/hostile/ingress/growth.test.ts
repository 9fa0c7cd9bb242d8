import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { type StepCounter, startStepCounter } from "../steps/step-counter.ts";
import { createTextStores } from "./text-stores.ts";

let steps: StepCounter;

beforeAll(async () => {
  steps = await startStepCounter((url) =>
    /\/(?:core|adapters|middleware|functions|node_modules\/@middy)\//.test(url),
  );
});

afterAll(() => steps.stop());

const nested = (levels: number) => `"a":${"[".repeat(levels)}${"]".repeat(levels)}`;
const list = (length: number, item: (n: number) => string) =>
  Array.from({ length }, (_, n) => item(n)).join();

/** JSON to put before the members of a comment, of about `size` characters. */
const members: [string, (size: number) => string][] = [
  ["keys", (size) => list(size / 8, (n) => `"k${n}":0`)],
  ["one key again and again", (size) => list(size / 8, () => '"key":0')],
  ["keys in keys", (size) => list(size / 64, () => `"k":${'{"a":'.repeat(10)}0${"}".repeat(10)}`)],
  ["lists in lists", (size) => `${list(size / 64, () => nested(30))},"a":0`],
  ["a list of numbers", (size) => `"a":[${list(size / 4, () => "123")}]`],
  ["a long key", (size) => `"${"k".repeat(size)}":0`],
  ["a long number", (size) => `"n":${"9".repeat(size)}`],
  ["a long text", (size) => `"s":"${"x".repeat(size)}"`],
  ["letters of three bytes", (size) => `"s":"${"語".repeat(size)}"`],
  ["halves of surrogate pairs", (size) => `"s":"${"\\ud83d".repeat(size / 6)}"`],
  ["a long comment", (size) => `"s":0,"comment":{"body":"${"/a\\n".repeat(size / 4)}"}`],
  ["no end", (size) => `"a":${"[".repeat(size)}`],
];

/** Counts the steps of one delivery, from the event to the response. */
function deliver(member: string): Promise<number> {
  const endpoint = createWebhookEndpoint(createTextStores());
  const body = `{${member},${JSON.stringify(exampleComment("/summary")).slice(1)}`;
  const event = signedEvent("issue_comment", "created", { body });
  return steps.of(() => endpoint.deliver(event));
}

test.each(members)(
  "a body four times as long takes at most four times the steps: %s",
  async (_what, build) => {
    const [few, many] = [await deliver(build(16_384)), await deliver(build(16_384 * 4))];
    expect(many).toBeLessThan(4.5 * few);
  },
);

test("counts the steps of the chain and the parser", async () => {
  const keys = (length: number) => list(length, (n) => `"k${n}":0`);
  expect((await deliver(keys(2_000))) - (await deliver(keys(1_000)))).toBeGreaterThan(2_000);
});
