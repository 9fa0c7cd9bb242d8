import { describe, expect, test } from "@jest/globals";
import type { Call } from "./simulation/faults/calls.ts";
import { kindsOf, undisturbed } from "./simulation/faults/fault.ts";
import { simulatedFunctions } from "./simulation/functions/handlers.ts";
import { parseDefinition, readDefinition } from "./simulation/platform/definition.ts";
import { createMessageQueue } from "./simulation/platform/message-queue.ts";
import { functionSettings, queueSettings, sweepEveryMs } from "./simulation/platform/settings.ts";
import { run } from "./simulation/run.ts";
import { scenarios } from "./simulation/scenarios/all.ts";
import { createScheduler } from "./simulation/time/scheduler.ts";

describe("undisturbed", () => {
  test.each(scenarios.map(({ name }) => name))("%s ends as required", async (name) => {
    const { violations, calls } = await run(undisturbed(name));
    expect(violations).toEqual([]);
    expect(calls.length).toBeGreaterThan(20);
  });

  test("an answer that waits in an execution of an earlier version costs no further attempt", async () => {
    const { calls } = await run(undisturbed("answer-of-an-earlier-execution-waits"));
    expect(calls.filter(({ error }) => error === "FencedError")).toEqual([]);
    expect(calls.filter(({ what }) => what === "workflow.start")).toHaveLength(3);
  });

  test("all scenarios together use every function, and make calls for every kind of fault", async () => {
    const calls: Call[] = [];
    for (const { name } of scenarios) calls.push(...(await run(undisturbed(name))).calls);
    const functions = new Set(calls.map(({ by }) => by.split("/")[0]));
    expect([...functions]).toEqual(expect.arrayContaining(simulatedFunctions));
    expect(new Set(calls.map(({ nature }) => nature))).toEqual(new Set(Object.keys(kindsOf)));
  });
});

describe("the simulated platform matches the deployed one", () => {
  test("in the settings of its files", () => {
    expect(functionSettings.dispatchEvent).toEqual({ timeoutMs: 30_000 });
    expect(queueSettings).toMatchObject({ visibilityMs: 180_000, maxReceives: 9, reportsFailures: true });
    expect(sweepEveryMs).toBe(60_000);
  });

  test("in the workflow's own definition", () => {
    const { StartAt, States } = readDefinition();
    expect(StartAt).toBe("Acknowledge");
    expect(States.RunEmployee).toMatchObject({
      ...{ Resource: "runEmployee", TimeoutSeconds: 900, ResultPath: null },
      Parameters: { "job_id.$": "$.job_id", "attempt.$": "$.attempt", "context.$": "$.context" },
    });
  });

  const task = "Type: Task, Resource: !GetAtt RunEmployeeLambdaFunction.Arn, TimeoutSeconds: 9";
  test.each([
    ["{ Type: Wait, Seconds: 9 }", "Wait"],
    ["{ Type: Succeed, OutputPath: $.a }", "OutputPath"],
    [`{ ${task}, Next: A, HeartbeatSeconds: 3 }`, "HeartbeatSeconds"],
    [`{ ${task}, Next: A, Parameters: { a: 1 } }`, "parameter"],
    [`{ ${task}, Next: B }`, "There is no state B"],
    [`{ ${task}, Next: A, Retry: [{ ErrorEquals: [States.TaskFailed] }] }`, "States.TaskFailed"],
    [`{ ${task}, Next: A, Retry: [{ ErrorEquals: [E], Delay: 3 }] }`, "Delay"],
    ["{ Type: Task, Resource: !GetAtt UnknownLambdaFunction.Arn, TimeoutSeconds: 9, Next: A }", "Unknown"],
    [
      "{ Type: Choice, Default: A, Choices: [{ Variable: $.a, NumericEquals: 1, Next: A }] }",
      "NumericEquals",
    ],
  ])("a definition with %s is refused, because the simulator does not implement it", (state, named) => {
    expect(() => parseDefinition(`StartAt: A\nTimeoutSeconds: 9\nStates:\n  A: ${state}\n`)).toThrow(named);
  });
});

describe("the queue", () => {
  function setUp(maxReceives = 2) {
    const scheduler = createScheduler();
    const queue = createMessageQueue({ visibilityMs: 180_000, maxReceives, scheduler, onVisible: () => {} });
    const pass = (milliseconds: number) => {
      let over = false;
      scheduler.after(milliseconds, () => {
        over = true;
      });
      return scheduler.run(() => over, milliseconds);
    };
    return { queue, pass };
  }

  test("hides a message that is in progress, and makes it visible again", async () => {
    const { queue, pass } = setUp();
    queue.send("one");
    expect(queue.receive(10).map(({ body }) => body)).toEqual(["one"]);
    expect(queue.receive(10)).toEqual([]);
    await pass(180_000);
    expect(queue.receive(10).map(({ attributes }) => attributes.ApproximateReceiveCount)).toEqual(["2"]);
  });

  test("makes it visible sooner on request, and never again once it is removed", async () => {
    const { queue, pass } = setUp();
    queue.send("one");
    const [first] = queue.receive(10);
    queue.changeVisibility(first?.receiptHandle ?? "", 5);
    await pass(5_000);
    const [again] = queue.receive(10);
    queue.remove(first?.receiptHandle ?? "");
    expect(queue.isEmpty()).toBe(false);
    queue.remove(again?.receiptHandle ?? "");
    expect(queue.isEmpty()).toBe(true);
  });

  test("dead-letters a message that was received too often", async () => {
    const { queue, pass } = setUp(1);
    queue.send("poison");
    queue.receive(10);
    await pass(180_000);
    expect(queue.receive(10)).toEqual([]);
    expect(queue.deadLetters).toEqual(["poison"]);
  });

  test("may deliver a message twice, and a later message first", async () => {
    const { queue, pass } = setUp();
    const id = queue.send("late", 60);
    queue.send("early");
    queue.repeat(id, 90_000);
    expect(queue.receive(10).map(({ body }) => body)).toEqual(["early"]);
    await pass(60_000);
    expect(queue.receive(10).map(({ messageId }) => messageId)).toEqual([id]);
    await pass(30_000);
    expect(queue.receive(10).map(({ messageId }) => messageId)).toEqual([id]);
  });
});
