import { describe, expect, test } from "@jest/globals";
import { longestWaitMs } from "../../core/circuit/outage.ts";
import * as errors from "../../core/errors.ts";
import { packageService } from "./packaging/package-service.ts";
import { rescuers, stateMachineOf, successors, worstCase } from "./packaging/state-machine.ts";
import { functionsOf, resource } from "./packaging/template.ts";

const packages = await packageService();

/** By the name that the workflow sees, which is not the name of the class once it is minified. */
const ourErrors = Object.values(errors).map((OurError) => new OurError("code", "message").name);
/** Errors that every state retries: transient ones, and runs of unknown outcome that can be repeated. */
const retriedErrors = [
  ...[
    "CircuitOpenError",
    "UnclearError",
    "RetryableError",
    "OutOfTimeError",
    "States.Timeout",
    "Sandbox.Timedout",
  ],
  ...["Lambda.Unknown", "Runtime.ExitError", "Runtime.OutOfMemory"],
  ...["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"],
  ...["Lambda.TooManyRequestsException", "Lambda.ClientExecutionTimeoutException"],
];
const platformErrors = /^(?:States|Lambda|Sandbox|Runtime)\.[A-Za-z]+$/;

describe.each(packages)("employee-task of $stage", ({ template }) => {
  const machine = stateMachineOf(template);
  const states = Object.entries(machine.States).map(([name, state]) => ({ name, state }));
  const tasks = states.filter(({ state }) => state.Type === "Task");
  const functions = functionsOf(template);

  test("reaches every state, and no other", () => {
    const reached = new Set<string>();
    const reach = (name: string) => {
      if (reached.has(name)) return;
      reached.add(name);
      const state = machine.States[name];
      if (state) for (const next of [...successors(state), ...rescuers(state)]) reach(next);
    };
    reach(machine.StartAt);

    expect([...reached].toSorted()).toEqual(Object.keys(machine.States).toSorted());
  });

  test.each(tasks)("$name outlasts its function", ({ state }) => {
    const called = functions.find(({ logicalId }) => logicalId === state.Resource);

    expect(called).toBeDefined();
    expect(state.TimeoutSeconds).toBeGreaterThanOrEqual(called?.timeout ?? Infinity);
  });

  test("calls each of its functions once", () => {
    const steps = [
      "Acknowledge",
      "FreezeContext",
      "RunEmployee",
      "PublishResult",
      "Compensate",
      "PublishFailure",
    ];

    expect(tasks.map(({ name }) => name).toSorted()).toEqual(steps.toSorted());
    expect(new Set(tasks.map(({ state }) => state.Resource)).size).toBe(steps.length);
  });

  test.each(tasks)("$name is tried again when that may help, and only then", ({ state }) => {
    const retried = (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);

    expect(retried.toSorted()).toEqual(retriedErrors.toSorted());
    const waiting = (state.Retry ?? []).filter(({ ErrorEquals }) => ErrorEquals.includes("RetryableError"));
    expect(waiting).toEqual([expect.objectContaining({ JitterStrategy: "FULL" })]);
  });

  test.each(tasks)("$name retries by the same lists as every other state", ({ state }) => {
    const lists = (state.Retry ?? []).map(({ ErrorEquals }) => ErrorEquals);

    expect(lists).toEqual(machine.States.Acknowledge?.Retry?.map(({ ErrorEquals }) => ErrorEquals));
  });

  test("no error of our own has a platform error's name", () => {
    expect(ourErrors.filter((name) => platformErrors.test(name))).toEqual([]);
  });

  test.each(tasks)("$name retries an unclear refusal a few times", ({ state }) => {
    const unclear = (state.Retry ?? []).filter(({ ErrorEquals }) => ErrorEquals.includes("UnclearError"));
    expect(unclear).toEqual([
      {
        ErrorEquals: ["UnclearError"],
        IntervalSeconds: 5,
        BackoffRate: 3,
        MaxAttempts: 4,
        MaxDelaySeconds: 120,
      },
    ]);
  });

  test.each(tasks)("$name waits for a free instance, with retries of its own", ({ state }) => {
    const throttled = "Lambda.TooManyRequestsException";
    const retriers = (state.Retry ?? []).filter(({ ErrorEquals }) => ErrorEquals.includes(throttled));

    expect(retriers).toMatchObject([{ ErrorEquals: [throttled], JitterStrategy: "FULL" }]);
    // By the jitter half of the delays is what passes: a burst has the time that it needs.
    expect(worstCase({ ...state, TimeoutSeconds: 0, Retry: retriers }) / 2).toBeGreaterThan(1800);
  });

  test.each(tasks)("$name names errors that exist", ({ state }) => {
    const named = [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap(({ ErrorEquals }) => ErrorEquals);

    expect(named.filter((name) => !platformErrors.test(name) && !ourErrors.includes(name))).toEqual([]);
  });

  test.each(tasks)("$name leaves a job that was taken over alone, before anything else", ({ state }) => {
    expect(state.Catch).toHaveLength(2);
    expect(state.Catch?.[0]).toMatchObject({ ErrorEquals: ["FencedError"], Next: "Overtaken" });
    expect(state.Catch?.[1]).toMatchObject({ ErrorEquals: ["States.ALL"] });
    expect(machine.States.Overtaken).toMatchObject({ Type: "Succeed" });
  });

  test.each(tasks.filter(({ name }) => name !== "PublishFailure"))(
    "a failure of $name is told on the pull request",
    ({ state }) => {
      const onTheWay = ["Compensate", "PublishFailure"];
      let next = state.Catch?.find(({ ErrorEquals }) => ErrorEquals.includes("States.ALL"))?.Next;

      expect(onTheWay).toContain(next);
      while (next !== undefined && next !== "PublishFailure" && onTheWay.includes(next)) {
        next = machine.States[next]?.Next;
      }
      expect(next).toBe("PublishFailure");
    },
  );

  test("the failure stays where its teller looks for it", () => {
    const paths = tasks
      .filter(({ name }) => !["Compensate", "PublishFailure"].includes(name))
      .map(({ state }) => state.Catch?.[1]?.ResultPath);

    expect(new Set(paths)).toEqual(new Set(["$.failure"]));
    expect(machine.States.Compensate).toMatchObject({ ResultPath: "$.compensated" });
    expect(machine.States.Compensate?.Catch?.[1]?.ResultPath).toBe("$.compensated");
  });

  test("a job that failed is a failed execution, told or not", () => {
    expect(machine.States.PublishFailure).toMatchObject({ Next: "Failed" });
    expect(machine.States.PublishFailure?.Catch?.[1]).toMatchObject({ Next: "Failed" });
    expect(machine.States.Failed).toMatchObject({ Type: "Fail" });
  });

  test.each(tasks)("$name waits for an open circuit, by tries that nothing else uses up", ({ state }) => {
    const [waiting, ...others] = state.Retry ?? [];

    expect(waiting).toMatchObject({ ErrorEquals: ["CircuitOpenError"], JitterStrategy: "FULL" });
    expect(others.flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain("CircuitOpenError");
    // By the jitter half of the delays is what passes. The pull request says until when it is tried.
    const passes = worstCase({ ...state, TimeoutSeconds: 0, Retry: waiting ? [waiting] : [] }) / 2;
    expect(Math.abs(passes * 1000 - longestWaitMs) / longestWaitMs).toBeLessThan(0.1);
  });

  test("has room in its history for every try of every step", () => {
    const tries = tasks.flatMap(({ state }) => state.Retry ?? []).map(({ MaxAttempts }) => MaxAttempts);
    // Scheduled, started, failed; beside them each state is entered and left.
    const events = 3 * tries.reduce((sum, one) => sum + one, 0) + 10 * states.length;

    expect(events).toBeLessThan(25_000 / 2);
  });

  test.each(["OutOfTimeError", "States.Timeout", "Sandbox.Timedout", "Lambda.Unknown", "Runtime.ExitError"])(
    "a run that ended with %s is repeated once at the most",
    (error) => {
      const { Retry = [] } = machine.States.RunEmployee ?? {};

      expect(Retry.find(({ ErrorEquals }) => ErrorEquals.includes(error))).toMatchObject({ MaxAttempts: 1 });
    },
  );

  test("never ends before its steps do: nobody would tell", () => {
    const longest = tasks.reduce((sum, { state }) => sum + worstCase(state), 0);

    expect(machine.TimeoutSeconds).toBeGreaterThanOrEqual(longest);
    expect(longest).toBeGreaterThan(0);
  });

  test("is traced", () => {
    expect(resource(template, "EmployeeTask").Properties.TracingConfiguration).toEqual({ Enabled: true });
  });

  test("logs no data", () => {
    expect(resource(template, "EmployeeTask").Properties).toMatchObject({
      StateMachineType: "STANDARD",
      LoggingConfiguration: {
        Level: "ERROR",
        IncludeExecutionData: false,
        Destinations: [
          {
            CloudWatchLogsLogGroup: { LogGroupArn: { "Fn::GetAtt": ["EmployeeTaskLogGroup", "Arn"] } },
          },
        ],
      },
    });
  });
});
