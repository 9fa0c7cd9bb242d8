import { beforeEach, expect, test } from "@jest/globals";
import { type EndedJobRig, startEndedJobRig } from "./ended-job-rig.ts";

let rig: EndedJobRig;

const working = expect.stringContaining("is working on");
const answer = expect.stringContaining("Nothing to worry about.");
const failure = expect.stringContaining("could not finish");
const restored = { repaired: { answer_restored: 1 }, failed: [] };
const nothing = { repaired: {}, failed: [] };
const texts = () => rig.ours().map(({ body }) => body);

beforeEach(async () => {
  rig = await startEndedJobRig();
});

/** An acknowledgement whose PATCH gets 502 and lands when `land` is called. */
async function acknowledgedByALatePatch() {
  rig.github.fail({ method: "POST", path: `/issues/${rig.number}/comments$`, cutAfter: true });
  rig.github.fail({ method: "PATCH", path: "/issues/comments/", status: 502, late: true });
  await expect(rig.acknowledge()).rejects.toMatchObject({ name: "RetryableError" });
  expect(await rig.acknowledge()).toEqual({ next: "run" });
}

test("case 22: a PATCH lands 15 s after the answer was written: the sweeper restores the answer", async () => {
  await acknowledgedByALatePatch();
  await rig.answer("Nothing to worry about.");
  expect(texts()).toEqual([answer]);
  rig.clock.advance(15_000);
  await rig.github.applyLateRequests();
  expect(texts()).toEqual([working]);

  expect(await rig.sweepLater(3)).toEqual(restored);

  expect(texts()).toEqual([answer]);
  expect(await rig.sweepLater(3)).toEqual(nothing);
  const asked = rig.list.reads;
  for (let minute = 0; minute < 5; minute += 1) expect(await rig.sweepLater(1)).toEqual(nothing);
  expect(rig.list.reads).toBe(asked);
});

test("case 22: the sweeper restores a posted failure too", async () => {
  await acknowledgedByALatePatch();
  await rig.fail();
  await rig.github.applyLateRequests();
  expect(texts()).toEqual([working]);

  expect(await rig.sweepLater(3)).toEqual(restored);

  expect(texts()).toEqual([failure]);
});

test("case 22: the sweeper restores a part of a long answer too", async () => {
  await rig.acknowledge();
  const long = `first\n\n${"x".repeat(64_000)}\n\nNothing to worry about. ${"y".repeat(2_000)}`;
  rig.github.fail({ method: "PATCH", path: "/issues/comments/", status: 502, late: true });
  await expect(rig.answer(long)).rejects.toMatchObject({ name: "RetryableError" });
  await rig.answer("Nothing to worry about.");
  await rig.github.applyLateRequests();
  expect(texts()).toEqual([expect.stringContaining("part 1 of 2")]);

  expect(await rig.sweepLater(3)).toEqual(restored);

  expect(texts()).toEqual([answer]);
});

test("the sweeper keeps what a user has edited meanwhile", async () => {
  await rig.acknowledge();
  await rig.answer("Nothing to worry about.");
  const [comment] = rig.ours();
  const edited = `${comment?.body}\n\nEdited by wendy.`;
  rig.edit(comment?.id ?? 0, edited);

  expect(await rig.sweepLater(3)).toEqual(nothing);

  expect(texts()).toEqual([edited]);
});

test("the sweeper reads the comment of a job without uncertain writes once after its end", async () => {
  await rig.acknowledge();
  await rig.answer("Nothing to worry about.");
  const before = rig.list.reads;
  rig.clock.advance(1_000);
  for (let minute = 0; minute < 8; minute += 1) await rig.sweepLater(1);
  expect(rig.list.reads - before).toBe(1);
});
