import { beforeEach, describe, expect, test } from "@jest/globals";
import { marker } from "../../../../core/answering/marker.ts";
import { tellCancelled } from "../../../../core/answering/tell-cancelled.ts";
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

const tell = async () => tellCancelled(await ports.stored(), ports);
const shown = () => ports.writer.comments.map(({ id, body }) => [id, body.split("\n")[1]]);
const byAnOperator = "›\u00a0`/summary` was cancelled by an operator.";

/** What an acknowledgement has left: the comment that says that somebody works on it, and the eyes. */
async function acknowledged(...ids: number[]) {
  const [id = null, ...continuation_ids] = ids;
  const reaction_id = await ports.writer.react(ports.job, ports.job.source, "eyes");
  ports.jobs.put({
    ...(await ports.stored()),
    comment: { phase: "POSTED", id, continuation_ids },
    reaction_id,
  });
}

test("the status comment says so, and the eyes are gone", async () => {
  const { id } = ports.writer.earlier(text(1, "is working on it"));
  await acknowledged(id);
  expect(await tell()).toBe(true);
  expect(shown()).toEqual([[id, byAnOperator]]);
  expect([...ports.writer.reactions]).toEqual([]);
  expect(await ports.stored()).toMatchObject({
    ...{ state: "CANCELLED", comment: { phase: "POSTED", id, continuation_ids: [] }, reaction_id: null },
  });
});

test("neither the operator nor the reason is told to everybody", async () => {
  await tell();
  expect(JSON.stringify(ports.writer.comments)).not.toMatch(/ada|secret plan/);
});

test("somebody who did it by a comment is", async () => {
  ports = createStepPorts(cancelledBy("github:octavia"));
  await tell();
  expect(shown()).toEqual([[101, "›\u00a0`/summary` was cancelled by octavia."]]);
});

test("told again, it writes nothing more", async () => {
  const { id } = ports.writer.earlier(text(1, "is working on it"));
  await acknowledged(id);
  await tell();
  ports.writer.calls.length = 0;
  expect(await tell()).toBe(false);
  expect(ports.writer.calls).toEqual(["ownComments"]);
});

test("whoever was not acknowledged yet gets one comment, once", async () => {
  await tell();
  await tell();
  expect(shown()).toEqual([[101, byAnOperator]]);
  expect((await ports.stored()).comment).toMatchObject({ phase: "POSTED", id: 101, continuation_ids: [] });
});

test("an answer that a step still wrote when the job was over gives way", async () => {
  const { id } = ports.writer.earlier(text(1, "is working on it"));
  await acknowledged(id);
  await tell();
  await ports.writer.updateComment(ports.job, id, text(1, "the answer"));
  ports.writer.earlier(text(2, "its second part"));
  expect(await tell()).toBe(true);
  expect(shown()).toEqual([[id, byAnOperator]]);
});

test("a comment whose POST was given up for lost is adopted, down to the lowest id", async () => {
  ports.jobs.put({ ...ports.job, comment: { phase: "PREPARED", id: null, continuation_ids: [] } });
  ports.writer.earlier(text(1, "is working on it"));
  ports.writer.earlier(text(1, "is working on it"));
  expect(await tell()).toBe(true);
  expect(shown()).toEqual([[101, byAnOperator]]);
});

test("a cut in the middle is mended by the next time", async () => {
  const { id } = ports.writer.earlier(text(1, "is working on it"));
  await acknowledged(id);
  ports.writer.fault("unreact", "before");
  await expect(tell()).rejects.toMatchObject({ code: "github_failed" });
  await tell();
  expect(shown()).toEqual([[id, byAnOperator]]);
  expect([...ports.writer.reactions]).toEqual([]);
});

describe("nothing is said of a job", () => {
  test.each<[string, Partial<Job>]>([
    ["that nobody could be told of", cancelledBy("publish-failure")],
    ["whose command was taken back", cancelledBy("acknowledge-job")],
    ["that was a rehearsal", { ...cancelledBy("operator:ada"), mode: "shadow" }],
    ["that goes on again", { ...cancelledBy("operator:ada"), state: "DISPATCHED" }],
  ])("%s", async (_what, change) => {
    ports = createStepPorts(change);
    expect(await tell()).toBe(false);
    expect(ports.writer.calls).toEqual([]);
  });
});
