import { beforeEach, expect, test } from "@jest/globals";
import { placeOf } from "../../../../core/answering/comment-place.ts";
import { marker } from "../../../../core/answering/marker.ts";
import { PermanentError, RetryableError, UnclearError } from "../../../../core/errors.ts";
import { reportCancellations } from "../../../../functions/sweep-deliveries/report-cancellations.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

const minute = 60_000;
let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
});

/** Creates a job that was cancelled this long ago and whose comment still shows that it is in progress. */
function cancelledJob(job_id: string, agoMs = 0, actor = "operator:ada", pr_number = 7) {
  const { id } = ports.writer.earlier(`${marker(job_id, 1)}\nis working on it`);
  const last_event = { ...aJob().last_event, to: "CANCELLED" as const, actor };
  const comment = { phase: "POSTED" as const, id, continuation_ids: [] };
  const updated_at = new Date(ports.clock() - agoMs).toISOString();
  ports.jobs.put(aJob({ job_id, pr_number, state: "CANCELLED", last_event, comment, updated_at }));
  return id;
}

const told = () => ports.writer.bodies().filter((body) => body.includes("was cancelled by")).length;
const looks = () => ports.writer.calls.filter((call) => call === "ownComments").length;

async function sweeps(runs: number) {
  for (let run = 0; run < runs; run += 1) {
    await reportCancellations(ports);
    ports.clock.advance(minute);
  }
}

test("the next sweep shows it on the pull request", async () => {
  const id = cancelledJob("a-summary");
  expect(await reportCancellations(ports)).toEqual([]);
  expect(ports.writer.comments.map((comment) => [comment.id, told()])).toEqual([[id, 1]]);
  expect(ports.repairs).toEqual(["cancellation_told"]);
});

test("it is posted once, and checked until no step can write any more", async () => {
  cancelledJob("a-summary");
  await sweeps(20);
  expect(ports.repairs).toEqual(["cancellation_told"]);
  expect(ports.writer.calls.filter((call) => call === "updateComment")).toHaveLength(1);
  // The sweep that posts checks twice.
  expect(looks()).toBeGreaterThanOrEqual(6);
  expect(looks()).toBeLessThanOrEqual(8);
});

test("a later write of a running step is replaced", async () => {
  const id = cancelledJob("a-summary");
  await sweeps(2);
  await ports.writer.updateComment(placeOf(aJob()), id, `${marker("a-summary", 1)}\nthe answer`);
  await sweeps(3);
  expect(told()).toBe(1);
});

test("a later sweep makes up for missed ones", async () => {
  await sweeps(1);
  cancelledJob("a-summary");
  ports.clock.advance(90 * minute);
  await sweeps(1);
  expect(told()).toBe(1);
});

test("no job is skipped while GitHub does not respond", async () => {
  for (let n = 0; n < 20; n += 1) cancelledJob(`j${n}-summary`, 20 - n);
  const { ownComments } = ports.writer;
  let asked = 0;
  ports.writer.ownComments = () => {
    asked += 1;
    return Promise.reject(new RetryableError("github_failed", "GitHub failed (HTTP 502)"));
  };
  expect((await reportCancellations(ports)).length).toBeGreaterThan(0);
  expect(asked).toBeLessThan(20);
  ports.writer.ownComments = ownComments;
  ports.clock.advance(60 * minute);
  await sweeps(1);
  expect(told()).toBe(20);
});

test("a job that keeps failing does not block the others", async () => {
  cancelledJob("bad-summary", 200, "operator:ada", 8);
  const { ownComments } = ports.writer;
  ports.writer.ownComments = async (target, since) => {
    if (target.pr_number === 8) throw new RetryableError("github_failed", "502");
    return ownComments(target, since);
  };
  for (let n = 0; n < 150; n += 1) cancelledJob(`j${n}-summary`, 150 - n);
  await sweeps(8);
  expect(told()).toBe(150);
});

test("the next sweeps show the cancellations that one sweep cannot", async () => {
  for (let n = 0; n < 250; n += 1) cancelledJob(`j${n}-summary`, 250 - n);
  await sweeps(12);
  expect(told()).toBe(250);
});

test("a pull request that is gone is not a failure", async () => {
  cancelledJob("a-summary");
  ports.writer.ownComments = () => Promise.reject(new PermanentError("github_not_found", "gone"));
  expect(await reportCancellations(ports)).toEqual([]);
  expect(ports.repairs).toEqual([]);
});

test("a job whose failure could not be posted is left alone", async () => {
  cancelledJob("a-summary", 0, "publish-failure");
  await sweeps(5);
  expect([looks(), told()]).toEqual([0, 0]);
});

test("a job that was retried is left to its steps", async () => {
  cancelledJob("a-summary");
  const { read } = ports.jobs;
  ports.jobs.read = async (id) => {
    const job = await read(id);
    if (job)
      await ports.jobs.reopen(job, { actor: "operator:ada", reason: "again", ids: {} }, { attempt: 2 });
    return job;
  };
  expect(await reportCancellations(ports)).toEqual([]);
  expect(await read("a-summary")).toMatchObject({ state: "DISPATCHED", attempt: 2 });
});

test("an unclear refusal is final after a few minutes", async () => {
  cancelledJob("a-summary");
  ports.writer.ownComments = () => Promise.reject(new UnclearError("github_refused", "refused (HTTP 403)"));
  expect(await reportCancellations(ports)).toHaveLength(1);
  ports.clock.advance(11 * minute);
  expect(await reportCancellations(ports)).toEqual([]);
});
