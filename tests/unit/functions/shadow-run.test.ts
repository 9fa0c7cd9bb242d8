import { describe, expect, test } from "@jest/globals";
import { publishComment } from "../../../core/answering/publish-comment.ts";
import { reconcileComments } from "../../../core/answering/reconcile-comments.ts";
import { reportCancellation } from "../../../core/answering/report-cancellation.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { canRetry } from "../../../core/jobs/retry-job.ts";
import { acknowledgeJob } from "../../../functions/acknowledge-job/acknowledge-job.ts";
import { compensateJob } from "../../../functions/compensate-job/compensate-job.ts";
import { authorizeOrRefuse } from "../../../functions/dispatch-event/job-steps.ts";
import { publishFailure } from "../../../functions/publish-failure/publish-failure.ts";
import { publishResult } from "../../../functions/publish-result/publish-result.ts";
import { createStepPorts, type StepPorts } from "../../fakes/answering.ts";
import { jobWithStoredMarkdown } from "../../fakes/stored-result.ts";
import { createFakeWorkflow } from "../../fakes/workflow.ts";

const mode = "shadow-run";
const permission = expect.objectContaining({ code: "permission" });

function expectNothingPosted({ writer, checks }: StepPorts): void {
  expect([writer.calls, writer.comments, writer.reactions.size, checks.calls]).toEqual([[], [], 0, []]);
}

describe("dispatching a job of the mode shadow-run", () => {
  const dispatched = async (change: Partial<Job> = {}) => {
    const ports = createStepPorts({ mode, state: "RECEIVED", ...change });
    return {
      ports,
      authorize: () => authorizeOrRefuse(ports.job, [], { ...ports, workflow: createFakeWorkflow() }),
    };
  };

  test("continues if it is authorised", async () => {
    const { authorize } = await dispatched();
    expect(await authorize()).toMatchObject({ state: "VALIDATED", mode });
  });

  test("ends in IGNORED with its refusals", async () => {
    const { ports, authorize } = await dispatched();
    ports.reader.repository.permissions = { octavia: "read" };
    const { state, refusals, last_event } = await authorize();
    expect([state, refusals, last_event.reason]).toEqual([
      "IGNORED",
      [permission],
      "shadow-run, would be refused: permission",
    ]);
  });
});

describe("the acknowledgement of such a job", () => {
  test("posts nothing and lets the employee run", async () => {
    const ports = createStepPorts({ mode });
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "run" });
    expectNothingPosted(ports);
    expect(await ports.stored()).toMatchObject({ state: "DISPATCHED", comment: null, reaction_id: null });
  });

  test("only records a refusal", async () => {
    const ports = createStepPorts({ mode });
    ports.reader.repository.permissions = { octavia: "read" };
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expectNothingPosted(ports);
    expect(await ports.stored()).toMatchObject({ state: "IGNORED", refusals: [permission] });
  });

  test("ends a withdrawn command", async () => {
    const ports = createStepPorts({ mode });
    ports.reader.repository.comments = {};
    ports.clock.advance(60_000);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expectNothingPosted(ports);
    expect(await ports.stored()).toMatchObject({ state: "CANCELLED" });
  });
});

describe("the result of such a job", () => {
  const withResult = async (change: Partial<Job> = {}) => {
    const ports = await jobWithStoredMarkdown("Three files change.");
    ports.jobs.put({ ...(await ports.stored()), mode, comment: null, reaction_id: null, ...change });
    ports.writer.calls.splice(0);
    ports.writer.comments.splice(0);
    ports.writer.reactions.clear();
    return ports;
  };

  test("is recorded and not posted", async () => {
    const ports = await withResult();
    expect(await publishResult(ports.input, ports)).toEqual({ published: false });
    expectNothingPosted(ports);
    const job = await ports.stored();
    expect(job).toMatchObject({ state: "IGNORED", outcome: "answered", refusals: [] });
    expect([job.result_ref !== null, job.last_event.reason]).toEqual([true, "shadow-run, would be answered"]);
  });

  test("is kept beside the refusal if the authority is lost meanwhile", async () => {
    const ports = await withResult();
    ports.reader.repository.permissions = { octavia: "read" };
    await publishResult(ports.input, ports);
    expectNothingPosted(ports);
    const { state, refusals, result_ref } = await ports.stored();
    expect([state, refusals, result_ref !== null]).toEqual(["IGNORED", [permission], true]);
  });

  test("that is a failure is recorded and not posted", async () => {
    const ports = createStepPorts({ mode, state: "WORKER_RUNNING" });
    const failure = { Error: "States.Timeout" };
    await compensateJob({ ...ports.input, failure }, ports);
    expect(await publishFailure({ ...ports.input, failure }, ports)).toEqual({ published: false });
    expectNothingPosted(ports);
    const { state, outcome, last_event } = await ports.stored();
    expect([state, outcome, last_event.reason]).toEqual([
      "IGNORED",
      "failed",
      expect.stringMatching(/^shadow-run, would be \w+$/),
    ]);
  });
});

describe("whatever else happens to a job that is not visible, nothing is posted:", () => {
  test.each(["shadow", "shadow-run", "of a later version"])("mode %s", async (other) => {
    const ports = createStepPorts({ mode: other as Job["mode"] });
    await expect(publishComment(ports.job, ["text"], ports)).rejects.toThrow("nothing of it is posted");
    const posted = { phase: "POSTED" as const, id: 101, continuation_ids: [] };
    const last_event = { ...ports.job.last_event, to: "CANCELLED" as const, actor: "operator:ada" };
    const ended = ports.jobs.put({ ...ports.job, state: "CANCELLED", last_event, comment: posted });
    expect(await reportCancellation(ended, ports)).toBe(false);
    expect(await reconcileComments(ended, ports)).toEqual({ removed: [], restored: [] });
    expect(canRetry(ended)).toBe(false);
    expectNothingPosted(ports);
  });
});
