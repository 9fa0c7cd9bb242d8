import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createWorkflow } from "../../../../adapters/workflow/step-functions.ts";
import type { Workflow } from "../../../../core/jobs/workflow.ts";
import { clientAnswering, clientFailing } from "../../../fakes/aws-client.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { createFakeWorkflow } from "../../../fakes/workflow.ts";
import { until } from "../../local/aws/until.ts";

const machine = (state: object) => ({ definition: { StartAt: "Only", States: { Only: state } } });

const machines = {
  Waiting: { name: "waiting", ...machine({ Type: "Wait", Seconds: 3600, End: true }) },
  Succeeding: { name: "succeeding", ...machine({ Type: "Succeed" }) },
  Failing: { name: "failing", ...machine({ Type: "Fail", Error: "JobFailed" }) },
};

let embedded: EmbeddedAws;

beforeAll(async () => {
  embedded = await startEmbeddedAws({ stateMachines: machines });
});

afterAll(() => embedded.stop());

const workflowOf = (machine: keyof typeof machines) => createWorkflow(embedded.ref(machine));
const input = { job_id: "job", attempt: 1 };

async function ended(workflow: Workflow, name: string): Promise<void> {
  const client = new SFNClient({});
  await until(async () => {
    const { status } = await client.send(
      new DescribeExecutionCommand({ executionArn: workflow.arnOf(name) }),
    );
    return status !== "RUNNING";
  });
}

test("the workflow starts an execution with the job's IDs and nothing else", async () => {
  const workflow = workflowOf("Waiting");
  expect(await workflow.start("job-a-r1", input)).toBe("running");
  const executionArn = workflow.arnOf("job-a-r1");
  const started = await new SFNClient({}).send(new DescribeExecutionCommand({ executionArn }));
  expect(JSON.parse(started.input ?? "")).toEqual(input);
  expect(started.executionArn).toBe(executionArn);
});

test("the workflow finds an execution running if it is started again (case 2)", async () => {
  const workflow = workflowOf("Waiting");
  await workflow.start("job-b-r1", input);
  expect(await workflow.start("job-b-r1", input)).toBe("running");
});

test("the workflow finds an execution of the same name with another input running too", async () => {
  const workflow = workflowOf("Waiting");
  await workflow.start("job-c-r1", input);
  expect(await workflow.start("job-c-r1", { ...input, attempt: 2 })).toBe("running");
});

test.each([
  ["Succeeding", "succeeded"],
  ["Failing", "failed"],
] as const)("a start after the end of a %s machine reports that it %s", async (name, outcome) => {
  const workflow = workflowOf(name);
  await workflow.start("job-d-r1", input);
  await ended(workflow, "job-d-r1");
  expect(await workflow.start("job-d-r1", input)).toBe(outcome);
});

test("the workflow reads the status of an execution, and starts none", async () => {
  const running = workflowOf("Waiting");
  expect(await running.look("job-g-r1")).toBe("missing");
  expect(await running.look("job-g-r1")).toBe("missing");
  await running.start("job-g-r1", input);
  expect(await running.look("job-g-r1")).toBe("running");
  const failing = workflowOf("Failing");
  await failing.start("job-g-r1", input);
  await ended(failing, "job-g-r1");
  expect(await failing.look("job-g-r1")).toBe("failed");
});

test("the workflow stops a running execution, without a reason in its history", async () => {
  const workflow = workflowOf("Waiting");
  await workflow.start("job-j-r1", input);
  await workflow.stop("job-j-r1");
  expect(await workflow.look("job-j-r1")).toBe("failed");
  const executionArn = workflow.arnOf("job-j-r1");
  const ended = await new SFNClient({}).send(new DescribeExecutionCommand({ executionArn }));
  expect(ended).toMatchObject({ status: "ABORTED", error: "JobCancelled" });
});

test("the workflow stops nothing if no execution runs", async () => {
  await workflowOf("Waiting").stop("job-k-r1");
  const workflow = workflowOf("Succeeding");
  await workflow.start("job-k-r1", input);
  await ended(workflow, "job-k-r1");
  await workflow.stop("job-k-r1");
  expect(await workflow.look("job-k-r1")).toBe("succeeded");
});

test("a stop without a response throws a RetryableError", async () => {
  const workflow = createWorkflow(
    embedded.ref("Waiting"),
    clientFailing(new SFNClient({}), "StopExecutionCommand"),
  );
  await expect(workflow.stop("job-l-r1")).rejects.toMatchObject({ code: "workflow_unavailable" });
});

test("a status read without a response throws a RetryableError", async () => {
  const client = clientFailing(new SFNClient({}), "DescribeExecutionCommand");
  const workflow = createWorkflow(embedded.ref("Waiting"), client);
  await expect(workflow.look("job-h-r1")).rejects.toMatchObject({ code: "workflow_unavailable" });
});

test("a name of an execution that does not exist throws a RetryableError", async () => {
  const gone = Object.assign(new Error("gone"), { name: "ExecutionDoesNotExist" });
  const client = clientAnswering(new SFNClient({}), "DescribeExecutionCommand", () => Promise.reject(gone));
  const workflow = workflowOf("Succeeding");
  await workflow.start("job-i-r1", input);
  await ended(workflow, "job-i-r1");
  const contradicted = createWorkflow(embedded.ref("Succeeding"), client);
  await expect(contradicted.start("job-i-r1", input)).rejects.toMatchObject({ code: "workflow_unavailable" });
});

test("a missing machine throws a RetryableError", async () => {
  const workflow = createWorkflow(`${embedded.ref("Waiting")}-gone`);
  const unavailable = { name: "RetryableError", code: "workflow_unavailable" };
  await expect(workflow.start("job-e-r1", input)).rejects.toMatchObject(unavailable);
});

test("an execution whose end cannot be read throws a RetryableError", async () => {
  const workflow = workflowOf("Succeeding");
  await workflow.start("job-f-r1", input);
  await ended(workflow, "job-f-r1");
  const failing = createWorkflow(
    embedded.ref("Succeeding"),
    clientFailing(new SFNClient({}), "DescribeExecutionCommand"),
  );
  await expect(failing.start("job-f-r1", input)).rejects.toMatchObject({ code: "workflow_unavailable" });
});

describe("the fake", () => {
  test("responds as the machine does", async () => {
    const workflow = createFakeWorkflow();
    expect(await workflow.look("job-r1")).toBe("missing");
    expect(await workflow.start("job-r1", input)).toBe("running");
    expect(await workflow.look("job-r1")).toBe("running");
    expect(await workflow.start("job-r1", input)).toBe("running");
    workflow.end("job-r1", "failed");
    expect(await workflow.start("job-r1", input)).toBe("failed");
    expect([...workflow.executions.keys()]).toEqual(["job-r1"]);
  });

  test("stops only what runs", async () => {
    const workflow = createFakeWorkflow();
    await workflow.start("job-r1", input);
    await workflow.stop("job-r1");
    expect(await workflow.look("job-r1")).toBe("failed");
    workflow.end("job-r1", "succeeded");
    await workflow.stop("job-r1");
    expect(await workflow.look("job-r1")).toBe("succeeded");
    await workflow.stop("unknown-r1");
    expect(await workflow.look("unknown-r1")).toBe("missing");
  });
});
