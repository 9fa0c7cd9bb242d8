import { afterEach, expect, jest, test } from "@jest/globals";
import { jobCancelled } from "../../../core/jobs/task-tokens.ts";
import {
  type CreateInstance,
  createInterpretedWorkflow,
  fakeTime,
  passTime,
} from "../../fakes/interpreted-workflow.ts";

afterEach(() => {
  jest.useRealTimers();
});

interface Step {
  name: string;
  input: { task_token?: string; cancel?: boolean; failure?: { Error: string } };
}

/** The workflow with functions that record their calls. `context` is what `freeze-context` returns. */
function startJob(context: object, acknowledged: string[] = ["run"], own: Record<string, () => object> = {}) {
  jest.useFakeTimers(fakeTime);
  const steps: Step[] = [];
  const returns: Record<string, () => object> = {
    AcknowledgeJob: () => ({ next: acknowledged.length > 1 ? acknowledged.shift() : acknowledged[0] }),
    FreezeContext: () => context,
    CallEmployee: () => ({ next: "end" }),
    StartWorkflow: () => ({ next: "end" }),
    ...own,
  };
  const names = ["AcknowledgeJob", "AwaitTurn", "FreezeContext", "CallEmployee", "StartWorkflow"];
  const ends = ["PublishResult", "CompensateJob", "PublishFailure"];
  const create: CreateInstance = Object.fromEntries(
    [...names, ...ends].map((name) => [
      name,
      () => async (input: unknown) => {
        steps.push({ name, input: input as Step["input"] });
        return returns[name]?.() ?? {};
      },
    ]),
  );
  const workflow = createInterpretedWorkflow(create);
  void workflow.start("job-r1", { job_id: "job", attempt: 1 });
  return {
    workflow,
    calls: () => steps.map(({ name }) => name),
    inputOf: (name: string) => steps.findLast((step) => step.name === name)?.input ?? {},
    status: () => workflow.executions.get("job-r1")?.status,
  };
}

const limits = { timeout_seconds: 100, heartbeat_seconds: 30 };
const outside = { next: "call", objects: {}, callback: "id", ...limits };
const before = ["AcknowledgeJob", "FreezeContext"];

test.each([
  ["call", "CallEmployee"],
  ["start", "StartWorkflow"],
])("a run outside (%s) waits for its token and is then published", async (next, state) => {
  const job = startJob({ ...outside, next });
  await passTime(25);
  const { task_token = "" } = job.inputOf(state);
  await job.workflow.tokens.heartbeat(task_token);
  await passTime(25);
  expect(job.status()).toBe("RUNNING");
  expect(await job.workflow.tokens.succeed(task_token)).toBe(true);
  await passTime(1);
  expect(job.calls()).toEqual([...before, state, "PublishResult"]);
  expect(job.inputOf(state)).not.toHaveProperty("cancel");
  expect(job.status()).toBe("SUCCEEDED");
});

test.each([
  ["call", "CallEmployee"],
  ["start", "StartWorkflow"],
])(
  "a cancelled run outside (%s) gets a cancel notice, and the job publishes nothing more",
  async (next, state) => {
    const job = startJob({ ...outside, next });
    await passTime(1);
    await job.workflow.tokens.fail(job.inputOf(state).task_token ?? "", jobCancelled);
    await passTime(1);
    expect(job.calls()).toEqual([...before, state, state]);
    expect(job.inputOf(state)).toMatchObject({ job_id: "job", attempt: 1, cancel: true });
    expect(job.status()).toBe("SUCCEEDED");
  },
);

test("a run outside whose call fails may work nevertheless: it gets a cancel notice, and the job reports its failure", async () => {
  const job = startJob(outside);
  await passTime(1);
  await job.workflow.tokens.fail(job.inputOf("CallEmployee").task_token ?? "", "PermanentError");
  await passTime(1);
  expect(job.calls()).toEqual([...before, "CallEmployee", "CallEmployee", "CompensateJob", "PublishFailure"]);
  expect(job.inputOf("PublishFailure").failure?.Error).toBe("PermanentError");
});

test.each([
  ["call", "CallEmployee"],
  ["start", "StartWorkflow"],
])("a run outside (%s) that seems silent is published if its result was stored", async (next, state) => {
  const job = startJob({ ...outside, next }, ["run"], { [state]: () => ({ next: "publish" }) });
  await passTime(35);
  expect(job.calls()).toEqual([...before, state, state, "PublishResult"]);
  expect(job.status()).toBe("SUCCEEDED");
});

test("a silent run outside gets a cancel notice, and the job reports its failure", async () => {
  const job = startJob(outside);
  await passTime(35);
  expect(job.calls()).toEqual([...before, "CallEmployee", "CallEmployee", "CompensateJob", "PublishFailure"]);
  expect(job.inputOf("PublishFailure").failure?.Error).toBe("States.HeartbeatTimeout");
  expect(job.status()).toBe("FAILED");
});

test("a run outside ends at its time limit although it beats", async () => {
  const job = startJob(outside);
  for (let n = 0; n < 5; n += 1) {
    await passTime(21);
    await job.workflow.tokens.heartbeat(job.inputOf("CallEmployee").task_token ?? "");
  }
  expect(job.inputOf("PublishFailure").failure?.Error).toBe("States.Timeout");
});

test("a job that waits for its turn is acknowledged again after it", async () => {
  const job = startJob(outside, ["wait", "run"]);
  await passTime(3_600);
  expect(job.calls()).toEqual(["AcknowledgeJob", "AwaitTurn"]);
  await job.workflow.tokens.succeed(job.inputOf("AwaitTurn").task_token ?? "");
  await passTime(1);
  expect(job.calls()).toEqual(["AcknowledgeJob", "AwaitTurn", ...before, "CallEmployee"]);
  job.workflow.executions.get("job-r1")?.stop();
});
