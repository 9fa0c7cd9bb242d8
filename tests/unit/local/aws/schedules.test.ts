import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { runSchedules } from "../../../../local/aws/events/run-schedules.ts";
import type { Pool } from "../../../../local/aws/lambda/pool.ts";
import { parseRate } from "../../../../scripts/template/parse-rate.ts";
import { type Laptop, startLaptop } from "./laptop.ts";
import { until } from "./until.ts";

const minute = 60_000;

test.each([
  ["rate(1 minute)", minute],
  ["rate(5 minutes)", 5 * minute],
  ["rate(6 hours)", 360 * minute],
  ["rate(2 days)", 2880 * minute],
])("%s", (expression, milliseconds) => {
  expect(parseRate(expression)).toBe(milliseconds);
});

test.each(["rate(0 minutes)", "rate(1 second)", "cron(0 * * * ? *)", "at(2026-11-23T09:00:00)", ""])(
  "%p is not a rate that the laptop can run",
  (expression) => {
    expect(parseRate(expression)).toBeNull();
  },
);

/** Fakes only the timers of schedules. */
const onlyIntervals = {
  doNotFake: [
    "Date",
    "hrtime",
    "nextTick",
    "performance",
    "queueMicrotask",
    "setImmediate",
    "clearImmediate",
    "setTimeout",
    "clearTimeout",
  ],
} as const;

beforeEach(() => void jest.useFakeTimers({ doNotFake: [...onlyIntervals.doNotFake] }));
afterEach(() => void jest.useRealTimers());

describe("schedules", () => {
  const arn = "arn:aws:lambda:eu-central-1:000000000000:function:sweep";
  const local = { name: "", ref: "", attributes: {} };
  let events: string[] = [];
  let log: string[] = [];
  let pool: Pool;

  beforeEach(() => {
    events = [];
    log = [];
    pool = {
      functionName: "sweep",
      functionArn: arn,
      async invoke(event) {
        events.push(event);
        return { requestId: "r", payload: "null", failed: false };
      },
      maximum: 4,
      instances: () => [],
      reload: () => {},
      stop: async () => {},
    };
  });

  function run(properties: Record<string, unknown>) {
    const schedules = [{ logicalId: "SweepSchedule", local, properties }];
    return runSchedules({ schedules, pools: [pool], region: "eu-central-1", log: (line) => log.push(line) });
  }

  const everyMinute = { ScheduleExpression: "rate(1 minute)", Target: { Arn: arn } };

  test("invokes the function once per period, with the scheduler's event", async () => {
    const scheduler = run(everyMinute);
    jest.advanceTimersByTime(minute - 1);
    expect(events).toEqual([]);
    jest.advanceTimersByTime(1 + 2 * minute);
    expect(events).toHaveLength(3);
    expect(JSON.parse(events[0] ?? "")).toMatchObject({
      source: "aws.scheduler",
      "detail-type": "Scheduled Event",
      resources: ["arn:aws:scheduler:eu-central-1:000000000000:schedule/default/SweepSchedule"],
    });
    await scheduler.stop();
  });

  test("passes on the schedule's own input", async () => {
    const scheduler = run({ ...everyMinute, Target: { Arn: arn, Input: '{"part":"jobs"}' } });
    jest.advanceTimersByTime(minute);
    expect(events).toEqual(['{"part":"jobs"}']);
    await scheduler.stop();
  });

  test("starts no invocation after the stop, which waits for running ones", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { invoke } = pool;
    pool.invoke = async (event) => {
      const outcome = await invoke(event);
      await promise;
      return outcome;
    };
    const scheduler = run(everyMinute);
    jest.advanceTimersByTime(minute);
    let stopped = false;
    const stopping = scheduler.stop().then(() => {
      stopped = true;
    });
    jest.advanceTimersByTime(10 * minute);
    await Promise.resolve();
    expect([events.length, stopped]).toEqual([1, false]);
    resolve();
    await stopping;
  });

  test("logs a failed invocation and makes the next one", async () => {
    const { invoke } = pool;
    pool.invoke = () => Promise.reject(new Error("Rate Exceeded."));
    const scheduler = run(everyMinute);
    jest.advanceTimersByTime(minute);
    await until(() => log.length > 0);
    expect(log).toEqual(["sweep: its schedule could not invoke it: Error: Rate Exceeded."]);
    pool.invoke = invoke;
    jest.advanceTimersByTime(minute);
    expect(events).toHaveLength(1);
    await scheduler.stop();
  });

  test("does not run a disabled schedule", async () => {
    const scheduler = run({ ...everyMinute, State: "DISABLED" });
    jest.advanceTimersByTime(minute);
    expect([events, log]).toEqual([[], []]);
    await scheduler.stop();
  });

  test.each([
    ["another function", { ...everyMinute, Target: { Arn: "arn:elsewhere" } }],
    ["the calendar", { ...everyMinute, ScheduleExpression: "cron(0 6 * * ? *)" }],
    ["a month", { ...everyMinute, ScheduleExpression: "rate(30 days)" }],
  ])("logs that it does not run a schedule of %s", async (_what, properties) => {
    const scheduler = run(properties);
    jest.advanceTimersByTime(minute);
    expect(events).toEqual([]);
    expect(log).toEqual([
      "SweepSchedule does not run on the laptop, which supports only rates up to 24 days that invoke functions",
    ]);
    await scheduler.stop();
  });
});

describe("on the laptop", () => {
  const schedule = (functionId: string, Condition?: string) => ({
    Type: "AWS::Scheduler::Schedule",
    ...(Condition && { Condition }),
    Properties: {
      ScheduleExpression: "rate(1 minute)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: { "Fn::GetAtt": [functionId, "Arn"] },
        RoleArn: { "Fn::GetAtt": ["ScheduleRole", "Arn"] },
        Input: JSON.stringify({ key: functionId }),
      },
    },
  });
  const options = {
    resources: {
      ScheduleRole: { Type: "AWS::IAM::Role" },
      RunsSchedule: schedule("RunsLambdaFunction"),
      OptionalSchedule: schedule("OptionalLambdaFunction", "HasOption"),
    },
    conditions: { HasOption: { "Fn::Equals": ["yes", "no"] } },
    functions: [{ key: "runs" }, { key: "optional", condition: "HasOption" }],
  };
  let laptop: Laptop | null = null;

  afterEach(async () => {
    await laptop?.stop();
    laptop = null;
  });

  test("runs the template's schedules whose condition holds, and stops them with the laptop", async () => {
    laptop = await startLaptop(options);
    const started = laptop;
    jest.advanceTimersByTime(minute);
    await until(() => started.calls("RunsLambdaFunction") === 1);
    expect(started.log).toEqual([]);
    await started.stop();
    laptop = null;
    expect(jest.getTimerCount()).toBe(0);
  });

  test("stops without waiting for a running invocation", async () => {
    const hanging = schedule("RunsLambdaFunction");
    hanging.Properties.Target.Input = JSON.stringify({ hang: true });
    laptop = await startLaptop({ ...options, resources: { ...options.resources, RunsSchedule: hanging } });
    const started = laptop;
    jest.advanceTimersByTime(minute);
    await until(() => started.calls("hanging") === 1);
    await started.stop();
    laptop = null;
    expect(started.aws.instances()).toEqual([]);
  });

  test("runs no schedules if the options turn them off", async () => {
    laptop = await startLaptop({ ...options, schedules: false });
    expect(jest.getTimerCount()).toBe(0);
  });
});
