import { describe, expect, test } from "@jest/globals";
import { stepWaitLimitMs } from "../../core/circuit/outage.ts";
import * as errors from "../../core/errors.ts";
import { jobCancelled } from "../../core/jobs/task-tokens.ts";
import { employeeSchema } from "../../core/roster/employee.schema.ts";
import { packageService } from "./packaging/package-service.ts";
import {
  calledFunction,
  rescuers,
  type State,
  stateMachineOf,
  successors,
  waitsForToken,
  worstCase,
} from "./packaging/state-machine.ts";
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
/** Sent to the task token of a job that was cancelled. */
const sentErrors = [jobCancelled];
/** Days that a job's turn and a run outside may take at most; the function itself takes seconds. */
const longestWait = {
  ...{ AwaitTurn: 6 * 86_400, CallEmployee: 86_400, StartWorkflow: 86_400 },
  ...{ AwaitPaceOfRefusal: 2 * 86_400, AwaitPaceOfAnswer: 2 * 86_400, AwaitPaceOfFailure: 2 * 86_400 },
};
/** The steps that end jobs, and the states in which their texts wait for GitHub's limits. */
const pacedSteps = [
  ["Acknowledge", "AwaitPaceOfRefusal"],
  ["PublishResult", "AwaitPaceOfAnswer"],
  ["PublishFailure", "AwaitPaceOfFailure"],
] as const;
const paceWaits: readonly string[] = pacedSteps.map(([, wait]) => wait);
const platformErrors = /^(?:States|Lambda|Sandbox|Runtime)\.[A-Za-z]+$/;

describe.each(packages)("employee-task of $stage", ({ template }) => {
  const machine = stateMachineOf(template);
  const states = Object.entries(machine.States).map(([name, state]) => ({ name, state }));
  const all = states.filter(({ state }) => state.Type === "Task");
  /** The notices to runs outside are best effort: they never change how a job ends. */
  const notices = all.filter(({ state }) => state.Parameters?.cancel === true);
  const tasks = all.filter((task) => !notices.includes(task));
  const waits = tasks.filter(({ state }) => waitsForToken(state));
  const outside = waits.filter(({ name }) => name !== "AwaitTurn" && !paceWaits.includes(name));
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

  test.each(all)("$name has a longer limit than its function", ({ state }) => {
    const called = functions.find(({ logicalId }) => logicalId === calledFunction(state));

    expect(called).toBeDefined();
    if (state.TimeoutSecondsPath === undefined) {
      expect(state.TimeoutSeconds).toBeGreaterThanOrEqual(called?.timeout ?? Infinity);
    }
  });

  test.each(outside)("$name ends by the limits of its employee", ({ state }) => {
    expect(state).toMatchObject({
      TimeoutSecondsPath: "$.context.timeout_seconds",
      HeartbeatSecondsPath: "$.context.heartbeat_seconds",
    });
    expect(longestWait.CallEmployee).toBe(employeeSchema.properties.timeout_seconds.maximum);
  });

  test("calls each of its functions once", () => {
    const steps = [
      "Acknowledge",
      "AwaitTurn",
      "FreezeContext",
      "RunEmployee",
      "CallEmployee",
      "StartWorkflow",
      "PublishResult",
      "Compensate",
      "PublishFailure",
    ];

    const own = tasks.filter(({ name }) => !paceWaits.includes(name));
    expect(own.map(({ name }) => name).toSorted()).toEqual(steps.toSorted());
    expect(new Set(own.map(({ state }) => calledFunction(state))).size).toBe(steps.length);
    expect(notices.map(({ state }) => calledFunction(state))).toEqual(
      outside.map(({ state }) => calledFunction(state)),
    );
  });

  test.each(tasks)("$name is retried only if that can help", ({ state }) => {
    const retried = (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);

    // The time limit of a wait has passed for good.
    const useful = retriedErrors.filter((name) => !(waitsForToken(state) && name === "States.Timeout"));
    expect(retried.toSorted()).toEqual(useful.toSorted());
    const waiting = (state.Retry ?? []).filter(({ ErrorEquals }) => ErrorEquals.includes("RetryableError"));
    expect(waiting).toEqual([expect.objectContaining({ JitterStrategy: "FULL" })]);
  });

  test.each(tasks)("$name retries by the same lists as every other state", ({ state }) => {
    const listsOf = ({ Retry = [] }: State) => Retry.map(({ ErrorEquals }) => ErrorEquals);
    const own = waitsForToken(state) ? "AwaitTurn" : "Acknowledge";

    expect(listsOf(state)).toEqual(listsOf(machine.States[own] ?? { Type: "Task" }));
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

  test.each(all)("$name names existing errors", ({ state }) => {
    const named = [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap(({ ErrorEquals }) => ErrorEquals);
    const known = [...ourErrors, ...sentErrors];

    expect(named.filter((name) => !platformErrors.test(name) && !known.includes(name))).toEqual([]);
  });

  test.each(tasks)("$name stops first of all if another step has taken the job over", ({ state }) => {
    const catchers = (state.Catch ?? []).filter(({ ErrorEquals }) => !ErrorEquals.includes("PacedError"));
    expect(catchers).toHaveLength(2);
    expect(catchers[0]).toMatchObject({ ErrorEquals: ["FencedError"], Next: "Overtaken" });
    expect(catchers[1]).toMatchObject({ ErrorEquals: ["States.ALL"] });
    expect(machine.States.Overtaken).toMatchObject({ Type: "Succeed" });
  });

  test.each(pacedSteps)(
    "a text of %s waits for GitHub's limits in %s, and is then published",
    (step, wait) => {
      expect(machine.States[step]?.Catch?.[0]).toEqual({
        ...{ ErrorEquals: ["PacedError"], ResultPath: null, Next: wait },
      });
      expect(machine.States[wait]).toMatchObject({
        ...{ TimeoutSeconds: longestWait[wait], ResultPath: null, Next: step },
        Parameters: { FunctionName: "AwaitTurnLambdaFunction", Payload: { paced: true } },
      });
    },
  );

  test("no other step waits for GitHub's limits", () => {
    const names = all.flatMap(({ name, state }) =>
      (state.Catch ?? []).some(({ ErrorEquals }) => ErrorEquals.includes("PacedError")) ? [name] : [],
    );
    expect(names).toEqual(pacedSteps.map(([step]) => step));
  });

  test.each(tasks.filter(({ name }) => !["PublishFailure", "AwaitPaceOfFailure"].includes(name)))(
    "a failure of $name is posted on the pull request",
    ({ state }) => {
      const onTheWay = ["CancelCall", "CancelWorkflow", "IsStored", "WhyCancelled", "Compensate"];
      let next = state.Catch?.find(({ ErrorEquals }) => ErrorEquals.includes("States.ALL"))?.Next;

      while (next !== undefined && onTheWay.includes(next)) {
        const { Next, Default } = machine.States[next] ?? {};
        next = Next ?? Default;
      }
      expect(next).toBe("PublishFailure");
    },
  );

  test.each(notices)("$name goes on within minutes, heard or not", ({ state }) => {
    const lasting = (state.Retry ?? []).map(({ MaxAttempts }) => MaxAttempts);

    expect(lasting.every((attempts) => attempts <= 3)).toBe(true);
    expect(state.Catch).toEqual([{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: "WhyCancelled" }]);
    expect(machine.States.WhyCancelled).toMatchObject({
      Choices: [{ Variable: "$.failure.Error", StringEquals: jobCancelled, Next: "Overtaken" }],
      Default: "Compensate",
    });
  });

  test.each(outside)("$name sends a notice before the job goes on", ({ state }) => {
    const next = state.Catch?.find(({ ErrorEquals }) => ErrorEquals.includes("States.ALL"))?.Next ?? "";

    expect(notices.map(({ name }) => name)).toContain(next);
    expect(calledFunction(machine.States[next] ?? { Type: "" })).toBe(calledFunction(state));
  });

  test("the failure is stored where publish-failure reads it", () => {
    const paths = tasks
      .filter(({ name }) => !["Compensate", "PublishFailure", "AwaitPaceOfFailure"].includes(name))
      .map(({ state }) => state.Catch?.at(-1)?.ResultPath);

    expect(new Set(paths)).toEqual(new Set(["$.failure"]));
    expect(machine.States.Compensate).toMatchObject({ ResultPath: "$.compensated" });
    expect(machine.States.Compensate?.Catch?.[1]?.ResultPath).toBe("$.compensated");
  });

  test("a failed job is a failed execution, posted or not", () => {
    expect(machine.States.PublishFailure).toMatchObject({ Next: "Failed" });
    expect(machine.States.PublishFailure?.Catch?.at(-1)).toMatchObject({ Next: "Failed" });
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
    const limitOf = ({ name, state }: (typeof all)[number]) => {
      const wait = longestWait[name as keyof typeof longestWait];
      // A function that fails before it waits is retried at once, so the wait itself counts once.
      return wait === undefined ? worstCase(state) : wait + worstCase({ ...state, TimeoutSeconds: 890 });
    };
    const longest = all.reduce((sum, task) => sum + limitOf(task), 0);

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
