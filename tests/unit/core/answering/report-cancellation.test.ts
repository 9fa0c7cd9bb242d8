import { beforeEach, describe, expect, test } from "@jest/globals";
import { placeOf } from "../../../../core/answering/comment-place.ts";
import { marker } from "../../../../core/answering/marker.ts";
import { reportCancellation } from "../../../../core/answering/report-cancellation.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { createStepPorts, type StepPorts } from "../../../fakes/answering.ts";
import { aJob } from "../../../fakes/records/job.ts";

const { job_id } = aJob();
const text = (part: number, words: string) => `${marker(job_id, part)}\n${words}`;
const cancelledBy = (actor: string): Partial<Job> => ({
  state: "CANCELLED",
  last_event: { ...aJob().last_event, to: "CANCELLED", actor, reason: "a secret plan" },
});
let ports: StepPorts;

beforeEach(() => {
  ports = createStepPorts(cancelledBy("operator:ada"));
});

const report = async () => reportCancellation(await ports.stored(), ports);
const shown = () => ports.writer.comments.map(({ id, body }) => [id, body.split("\n")[1]]);
const byAnOperator = "›\u00a0`/summary` was cancelled by an operator.";

/** The result of an acknowledgement: the status comment and the eyes reaction. */
async function acknowledged(...ids: number[]) {
  const [id = null, ...continuation_ids] = ids;
  const reaction_id = await ports.writer.react(ports.job, ports.job.source, "eyes");
  ports.jobs.put({
    ...(await ports.stored()),
    comment: { phase: "POSTED", id, continuation_ids },
    reaction_id,
  });
}

test("the status comment says so, and the eyes reaction is removed", async () => {
  const { id } = ports.writer.earlier(text(1, "is working on it"));
  await acknowledged(id);
  expect(await report()).toBe(true);
  expect(shown()).toEqual([[id, byAnOperator]]);
  expect([...ports.writer.reactions]).toEqual([]);
  expect(await ports.stored()).toMatchObject({
    ...{ state: "CANCELLED", comment: { phase: "POSTED", id, continuation_ids: [] }, reaction_id: null },
  });
});

test("neither the operator nor the reason is posted", async () => {
  await report();
  expect(JSON.stringify(ports.writer.comments)).not.toMatch(/ada|secret plan/);
});

test("a user who cancelled with a comment is named", async () => {
  ports = createStepPorts(cancelledBy("github:octavia"));
  await report();
  expect(shown()).toEqual([[101, "›\u00a0`/summary` was cancelled by octavia."]]);
});

test("a repeated report writes nothing", async () => {
  const { id } = ports.writer.earlier(text(1, "is working on it"));
  await acknowledged(id);
  await report();
  ports.writer.calls.length = 0;
  expect(await report()).toBe(false);
  expect(ports.writer.calls).toEqual(["ownComments"]);
});

test("a job without an acknowledgement gets one comment", async () => {
  await report();
  await report();
  expect(shown()).toEqual([[101, byAnOperator]]);
  expect((await ports.stored()).comment).toMatchObject({ phase: "POSTED", id: 101, continuation_ids: [] });
});

test("an answer that a step wrote after the cancellation is replaced", async () => {
  const { id } = ports.writer.earlier(text(1, "is working on it"));
  await acknowledged(id);
  await report();
  await ports.writer.updateComment(placeOf(ports.job), id, text(1, "the answer"));
  ports.writer.earlier(text(2, "its second part"));
  expect(await report()).toBe(true);
  expect(shown()).toEqual([[id, byAnOperator]]);
});

test("a comment whose POST seemed lost is reused, the one with the lowest id", async () => {
  ports.jobs.put({ ...ports.job, comment: { phase: "PREPARED", id: null, continuation_ids: [] } });
  ports.writer.earlier(text(1, "is working on it"));
  ports.writer.earlier(text(1, "is working on it"));
  expect(await report()).toBe(true);
  expect(shown()).toEqual([[101, byAnOperator]]);
});

test("a failure in the middle is repaired by the next report", async () => {
  const { id } = ports.writer.earlier(text(1, "is working on it"));
  await acknowledged(id);
  ports.writer.fault("unreact", "before");
  await expect(report()).rejects.toMatchObject({ code: "github_failed" });
  await report();
  expect(shown()).toEqual([[id, byAnOperator]]);
  expect([...ports.writer.reactions]).toEqual([]);
});

describe("nothing is posted for a job", () => {
  test.each<[string, Partial<Job>]>([
    ["whose failure could not be posted", cancelledBy("publish-failure")],
    ["whose command was withdrawn", cancelledBy("acknowledge-job")],
    ["in shadow", { ...cancelledBy("operator:ada"), mode: "shadow" }],
    ["that was retried", { ...cancelledBy("operator:ada"), state: "DISPATCHED" }],
  ])("%s", async (_what, change) => {
    ports = createStepPorts(change);
    expect(await report()).toBe(false);
    expect(ports.writer.calls).toEqual([]);
  });
});
