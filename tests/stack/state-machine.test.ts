import { describe, expect, test } from "@jest/globals";
import { stepWaitLimitMs } from "../../core/circuit/outage.ts";
import * as errors from "../../core/errors.ts";
import { packageService } from "./packaging/package-service.ts";
import { rescuers, stateMachineOf, successors, worstCase } from "./packaging/state-machine.ts";
import { functionsOf, resource } from "./packaging/template.ts";

const packages = await packageService();

/** The names that the workflow matches; minified classes have other names. */
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

  test.each(tasks)("$name has a longer limit than its function", ({ state }) => {
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

  test.each(tasks)("$name is retried only if that can help", ({ state }) => {
    const retried = (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);

    expect(retried.toSorted()).toEqual(retriedErrors.toSorted());
    const waiting = (state.Retry ?? []).filter(({ ErrorEquals }) => ErrorEquals.includes("RetryableError"));
    expect(waiting).toEqual([expect.objectContaining({ JitterStrategy: "FULL" })]);
  });

  test.each(tasks)("$name retries by the same lists as every other state", ({ state }) => {
    const lists = (state.Retry ?? []).map(({ ErrorEquals }) => ErrorEquals);

    expect(lists).toEqual(machine.States.Acknowledge?.Retry?.map(({ ErrorEquals }) => ErrorEquals));
  });

  test("none of our errors has the name of a platform error", () => {
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

  test.each(tasks)("$name waits for a free instance, with its own retries", ({ state }) => {
    const throttled = "Lambda.TooManyRequestsException";
    const retriers = (state.Retry ?? []).filter(({ ErrorEquals }) => ErrorEquals.includes(throttled));

    expect(retriers).toMatchObject([{ ErrorEquals: [throttled], JitterStrategy: "FULL" }]);
    // With full jitter half of the delays is waited: enough time for a burst.
    expect(worstCase({ ...state, TimeoutSeconds: 0, Retry: retriers }) / 2).toBeGreaterThan(1800);
  });

  test.each(tasks)("$name names existing errors", ({ state }) => {
    const named = [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap(({ ErrorEquals }) => ErrorEquals);

    expect(named.filter((name) => !platformErrors.test(name) && !ourErrors.includes(name))).toEqual([]);
  });

  test.each(tasks)("$name stops first of all if another step has taken the job over", ({ state }) => {
    expect(state.Catch).toHaveLength(2);
    expect(state.Catch?.[0]).toMatchObject({ ErrorEquals: ["FencedError"], Next: "Overtaken" });
    expect(state.Catch?.[1]).toMatchObject({ ErrorEquals: ["States.ALL"] });
    expect(machine.States.Overtaken).toMatchObject({ Type: "Succeed" });
  });

  test.each(tasks.filter(({ name }) => name !== "PublishFailure"))(
    "a failure of $name is posted on the pull request",
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

  test("the failure is stored where publish-failure reads it", () => {
    const paths = tasks
      .filter(({ name }) => !["Compensate", "PublishFailure"].includes(name))
      .map(({ state }) => state.Catch?.[1]?.ResultPath);

    expect(new Set(paths)).toEqual(new Set(["$.failure"]));
    expect(machine.States.Compensate).toMatchObject({ ResultPath: "$.compensated" });
    expect(machine.States.Compensate?.Catch?.[1]?.ResultPath).toBe("$.compensated");
  });

  test("a failed job is a failed execution, posted or not", () => {
    expect(machine.States.PublishFailure).toMatchObject({ Next: "Failed" });
    expect(machine.States.PublishFailure?.Catch?.[1]).toMatchObject({ Next: "Failed" });
    expect(machine.States.Failed).toMatchObject({ Type: "Fail" });
  });

  test.each(tasks)("$name waits for an open circuit, with retries that only it uses", ({ state }) => {
    const [waiting, ...others] = state.Retry ?? [];

    expect(waiting).toMatchObject({ ErrorEquals: ["CircuitOpenError"], JitterStrategy: "FULL" });
    expect(others.flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain("CircuitOpenError");
    // With full jitter half of the delays is waited. The pull request shows until when the job waits.
    const passes = worstCase({ ...state, TimeoutSeconds: 0, Retry: waiting ? [waiting] : [] }) / 2;
    expect(Math.abs(passes * 1000 - stepWaitLimitMs) / stepWaitLimitMs).toBeLessThan(0.1);
  });

  test("fits every attempt of every step into its history", () => {
    const tries = tasks.flatMap(({ state }) => state.Retry ?? []).map(({ MaxAttempts }) => MaxAttempts);
    // Scheduled, started, failed; besides, each state is entered and left.
    const events = 3 * tries.reduce((sum, one) => sum + one, 0) + 10 * states.length;

    expect(events).toBeLessThan(25_000 / 2);
  });

  test.each(["OutOfTimeError", "States.Timeout", "Sandbox.Timedout", "Lambda.Unknown", "Runtime.ExitError"])(
    "a run that ended with %s is repeated at most once",
    (error) => {
      const { Retry = [] } = machine.States.RunEmployee ?? {};

      expect(Retry.find(({ ErrorEquals }) => ErrorEquals.includes(error))).toMatchObject({ MaxAttempts: 1 });
    },
  );

  test("never times out before its steps: a timeout would post nothing", () => {
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
