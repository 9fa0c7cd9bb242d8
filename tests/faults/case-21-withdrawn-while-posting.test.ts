import { beforeEach, expect, test } from "@jest/globals";
import { type EndedJobRig, startEndedJobRig } from "./ended-job-rig.ts";

let rig: EndedJobRig;

const working = expect.stringContaining("is working on");
const removed = { repaired: { duplicate_removed: 1 }, failed: [] };
const nothing = { repaired: {}, failed: [] };
/** The check run that was written beside the lost comment. */
const checkRun = { check_run_repaired: 1 };
const both = { repaired: { ...checkRun, ...removed.repaired }, failed: [] };
/** Seconds after which the sweeper takes an empty list of comments for final. */
const graceSeconds = 31;

beforeEach(async () => {
  rig = await startEndedJobRig();
});

test("case 21: the acknowledgement lands, its response is lost, the command is deleted, and the list lags", async () => {
  rig.github.fail({ method: "POST", path: `/issues/${rig.number}/comments$`, cutAfter: true });
  rig.list.isBehind = true;
  await expect(rig.acknowledge()).rejects.toMatchObject({ name: "RetryableError" });
  rig.deleteCommand();
  rig.clock.advance(graceSeconds * 1000);

  expect(await rig.acknowledge()).toEqual({ next: "stop" });

  expect(rig.ours().map(({ body }) => body)).toEqual([working]);
  expect(await rig.job()).toMatchObject({
    state: "CANCELLED",
    comment: { phase: "REMOVED", doubtful: true },
  });
  const [left] = rig.ours();
  rig.list.isBehind = false;
  expect(await rig.sweepLater(3)).toEqual(both);
  expect(rig.ours()).toEqual([]);
  expect(await rig.job()).toMatchObject({ comment: { phase: "REMOVED", id: left?.id } });
});

test("case 21: the same, but the acknowledgement lands after the job has ended", async () => {
  rig.github.fail({ method: "POST", path: `/issues/${rig.number}/comments$`, status: 502, late: true });
  await expect(rig.acknowledge()).rejects.toMatchObject({ name: "RetryableError" });
  rig.deleteCommand();
  rig.clock.advance(graceSeconds * 1000);
  await rig.acknowledge();
  await rig.github.applyLateRequests();
  expect(rig.ours().map(({ body }) => body)).toEqual([working]);

  expect(await rig.sweepLater(3)).toEqual(both);

  expect(rig.ours()).toEqual([]);
});

test("case 21: the sweeper reads a list that lags longer again, and then leaves the job alone", async () => {
  rig.github.fail({ method: "POST", path: `/issues/${rig.number}/comments$`, cutAfter: true });
  rig.list.isBehind = true;
  await expect(rig.acknowledge()).rejects.toMatchObject({ name: "RetryableError" });
  rig.deleteCommand();
  rig.clock.advance(graceSeconds * 1000);
  await rig.acknowledge();
  expect(await rig.sweepLater(3)).toEqual({ ...nothing, repaired: checkRun });
  rig.list.isBehind = false;

  expect(await rig.sweepLater(3)).toEqual(removed);

  const asked = rig.list.reads;
  for (let minute = 0; minute < 10; minute += 1) expect(await rig.sweepLater(1)).toEqual(nothing);
  expect(rig.list.reads).toBe(asked);
});

test("a job whose command is withdrawn before it posted anything causes no request", async () => {
  rig.deleteCommand();
  rig.clock.advance(graceSeconds * 1000);
  await rig.acknowledge();
  for (let minute = 0; minute < 6; minute += 1) await rig.sweepLater(1);
  expect(rig.list.reads).toBe(0);
});
