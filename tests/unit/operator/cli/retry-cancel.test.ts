import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Job } from "../../../../core/jobs/job.ts";
import type { JobState } from "../../../../core/jobs/job-state.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { command } from "./command.ts";

const why = ["--reason", "the key is there now", "--actor", "ada"];
let stack: OperatorStack;
let count = 0;
let id = "";

beforeAll(async () => {
  stack = await startOperatorStack({});
});

afterAll(() => stack.stop());

beforeEach(() => {
  count += 1;
  // Its step fails once and is retried after a second, so the execution runs that long.
  id = `${String.fromCharCode(96 + count).repeat(26)}-fails1`;
});

/** Creates a job and moves it through these states. */
async function jobIn(states: JobState[]): Promise<Job> {
  let job = await stack.jobs.create(aNewJob({ job_id: id }), aNote);
  for (const state of states) job = await stack.jobs.transition(job, state, aNote);
  return job;
}

const reportedAsFailed: JobState[] = ["DISPATCHED", "WORKER_FAILED", "NOTIFIED"];
const stored = () => stack.jobs.read(id);

describe("retry", () => {
  test("starts another attempt, and records who asked and why", async () => {
    await jobIn(reportedAsFailed);
    const { code, stdout, stderr } = await stack.run(["retry", id, ...why]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(`Started attempt 2 of ${id}: execution ${id}-r2.\n`);
    const last_event = { from: "NOTIFIED", to: "DISPATCHED", actor: "operator:ada" };
    expect(await stored()).toMatchObject({
      ...{ state: "DISPATCHED", attempt: 2, restarts: 0 },
      last_event: { ...last_event, reason: "the key is there now" },
    });
    expect(await stack.workflow.look(`${id}-r2`)).not.toBe("missing");
  });

  test.each<[string, JobState[], RegExp]>([
    ["waits", [], /was never dispatched \(RECEIVED\)\.\nIts message is .* dlq list --stage test/],
    ["is running", ["DISPATCHED"], /is running \(DISPATCHED\)\.\nWait: .* cancel /],
    ["was in shadow", ["IGNORED"], /gets no answer \(IGNORED\)/],
  ])("does not change a job that %s, and shows what to do", async (_what, states, said) => {
    const job = await jobIn(states);
    const { code, stdout, stderr } = await command(["retry", id, ...why]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(said);
    expect(await stored()).toEqual(job);
  });

  test("refuses an answered job", async () => {
    let job = await jobIn(["DISPATCHED", "WORKER_RUNNING"]);
    job = await stack.jobs.transition(job, "WORKER_SUCCEEDED", aNote, { outcome: "answered" });
    job = await stack.jobs.transition(job, "NOTIFIED", aNote);
    const { code, stderr } = await command(["retry", id, ...why]);
    expect(code).toBe(1);
    expect(stderr).toContain(`The job ${id} was answered.\nAsk again in a new comment`);
    expect(await stored()).toEqual(job);
  });

  test("refuses an invalid command", async () => {
    const dispatched = await jobIn(["DISPATCHED"]);
    const refusals = [{ code: "arguments", message: "depth must be a number." }];
    await stack.jobs.transition(dispatched, "REFUSED", aNote, { refusals });
    const { code, stderr } = await command(["retry", id, ...why]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/is invalid \(arguments\)\.\nGive it again/);
  });

  test("reports each of several jobs once", async () => {
    await jobIn(reportedAsFailed);
    const { code, stdout, stderr } = await command(["retry", id, "missing\u202e", id, ...why]);
    expect(code).toBe(1);
    expect(stdout).toBe(`Started attempt 2 of ${id}: execution ${id}-r2.\n`);
    expect(stderr).toContain("There is no job missing[U+202E] in pr-comment-automation-test.");
    expect(stderr).toContain("error: 1 of 2 jobs changed.");
  });
});

describe("cancel", () => {
  test("ends a job and its execution, and records who did it and why", async () => {
    await jobIn(["DISPATCHED"]);
    await stack.workflow.start(`${id}-r1`, { job_id: id, attempt: 1 });
    expect(await stack.workflow.look(`${id}-r1`)).toBe("running");
    const { code, stdout, stderr } = await command(["cancel", id, ...why]);
    expect(code).toBe(0);
    expect(stdout).toBe(`Cancelled ${id}: it will make no further changes.\n`);
    expect(stderr).toContain("The pull request shows it within two minutes.");
    expect(await stored()).toMatchObject({
      state: "CANCELLED",
      last_event: { from: "DISPATCHED", actor: "operator:ada", reason: "the key is there now" },
    });
    expect(await stack.workflow.look(`${id}-r1`)).toBe("failed");
  });

  test("does not change a finished job", async () => {
    const job = await jobIn(reportedAsFailed);
    const { code, stdout, stderr } = await stack.run(["cancel", id, ...why]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/has already finished \(NOTIFIED\), at 20.*Z\.\nThere is nothing to cancel/);
    expect(await stored()).toEqual(job);
  });

  test("announces nothing for a job in shadow", async () => {
    await stack.jobs.create(aNewJob({ job_id: id, mode: "shadow" }), aNote);
    expect(await command(["cancel", id, ...why])).toMatchObject({ code: 0, stderr: "" });
  });
});

test.each(["retry", "cancel"])("%s needs a job and a reason", async (name) => {
  expect(await command([name, "some"])).toMatchObject({ code: 2 });
  expect(await command([name, ...why])).toMatchObject({ code: 2 });
});
