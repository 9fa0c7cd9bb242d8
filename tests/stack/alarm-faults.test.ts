import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { type MetricName, type Metrics, metricList } from "../../core/metrics.ts";
import { alarmsOf } from "./observability/alarms.ts";
import { type Datum, dataOf, firesOn } from "./observability/cloudwatch.ts";
import { packageService } from "./packaging/package-service.ts";
import { at, functionsOf, type Json, ofType, resource } from "./packaging/template.ts";

/** docs/operating.md#what-each-fault-turns-on lists these faults. */
const packages = await packageService();

/** Lambda's last line about a run, with the log format JSON. */
const report = (status: string, errorType?: string) =>
  JSON.stringify({
    time: "2026-11-28T12:00:00.000Z",
    type: "platform.report",
    record: {
      requestId: "79b4f56e-95b1-4643-9700-2807f4e68189",
      metrics: { durationMs: 1000.12, billedDurationMs: 1001, memorySizeMB: 512, maxMemoryUsedMB: 93 },
      status,
      ...(errorType && { errorType }),
    },
  });

const endings = {
  "throws an error": report("error", "Runtime.Unknown"),
  "cannot load its code": report("error", "Runtime.ImportModuleError"),
  exits: report("failure", "Runtime.ExitError"),
  "runs out of memory": report("failure", "Runtime.OutOfMemory"),
  "times out": report("timeout"),
};

afterEach(() => {
  jest.restoreAllMocks();
});

/** Returns the lines that a function writes. */
async function linesOf(work: () => unknown): Promise<string[]> {
  let written = "";
  const spy = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  await work();
  spy.mockRestore();
  return written.split("\n").filter(Boolean);
}

describe.each(packages)("in $stage", ({ stage, template }) => {
  const functions = functionsOf(template);
  const steps = JSON.stringify(resource(template, "EmployeeTask").Properties);
  const failures = (logGroupId: string, line: string, count: number) =>
    Array.from({ length: count }, () => dataOf(template, logGroupId, line)).flat();
  /** Returns what CloudWatch makes of what a function writes; any log group will do. */
  const written = async (work: (metrics: Metrics) => unknown) =>
    (await linesOf(() => work(createMetrics(stage)))).flatMap((line) =>
      dataOf(template, "SweepDeliveriesLogGroup", line),
    );
  const firehose = (stream: string, name: string, value: number): Datum => ({
    namespace: "AWS/Firehose",
    name,
    dimensions: { DeliveryStreamName: { Ref: stream } },
    value,
  });

  describe.each(functions)("$key", ({ key, logicalId, logGroupId, condition }) => {
    const tolerated = steps.includes(logicalId) ? 4 : key === "refreshAddresses" ? 2 : 0;

    test.each(Object.entries(endings))(`turns on functions-failing if it %s`, (_how, line) => {
      expect(firesOn(template, "FunctionsFailing", failures(logGroupId, line, tolerated))).toBe(false);
      expect(firesOn(template, "FunctionsFailing", failures(logGroupId, line, tolerated + 1))).toBe(true);
    });

    test("does not if it succeeds or logs an error that it handles", async () => {
      const handled = JSON.stringify({ level: "ERROR", message: "step failed", record: { status: "error" } });

      expect(failures(logGroupId, report("success"), 9)).toEqual([]);
      expect(failures(logGroupId, handled, 9)).toEqual([]);
    });

    test("has one filter, under its own condition", () => {
      const own = ofType(template, "AWS::Logs::MetricFilter").filter(
        ([, { Properties }]) => at(Properties.LogGroupName, "Ref") === logGroupId,
      );

      expect(own.map(([, { Condition }]) => Condition)).toEqual([condition]);
    });
  });

  test("failures of several steps add up", () => {
    const five = ["AcknowledgeJob", "FreezeContext", "RunEmployee", "PublishResult", "CompensateJob"];
    const several = five.flatMap((step) => failures(`${step}LogGroup`, endings["times out"], 1));

    expect(firesOn(template, "FunctionsFailing", several.slice(1))).toBe(false);
    expect(firesOn(template, "FunctionsFailing", several)).toBe(true);
  });

  test("an execution that times out turns on functions-failing", () => {
    const line = (type: string) =>
      JSON.stringify({ id: "9", type, details: {}, execution_arn: "arn:aws:states:…:r1" });

    expect(dataOf(template, "EmployeeTaskLogGroup", line("ExecutionFailed"))).toEqual([]);
    const data = dataOf(template, "EmployeeTaskLogGroup", line("ExecutionTimedOut"));
    expect(firesOn(template, "FunctionsFailing", data)).toBe(true);
  });

  test.each([0, 1])("%d throttled runs turn on functions-throttled, or not", (value) => {
    const throttles = { namespace: "AWS/Lambda", name: "Throttles", dimensions: {}, value };

    expect(firesOn(template, "FunctionsThrottled", [throttles])).toBe(value === 1);
  });

  test.each<[fault: string, alarm: string, times: number, count: (metrics: Metrics) => void]>([
    ["DynamoDB throttles", "TablesThrottled", 10, (metrics) => metrics.count("StoreThrottled")],
    ["a circuit opens", "CircuitOpen", 1, (metrics) => metrics.count("CircuitOpened")],
    [
      "a callback is badly signed",
      "CallbacksFailing",
      1,
      (metrics) => metrics.count("CallbackFailed", "signature"),
    ],
    ["a callback gets a 5xx", "CallbacksFailing", 1, (metrics) => metrics.count("CallbackFailed", "other")],
    ["GitHub gets 429", "RedeliveriesAsked", 3, (metrics) => metrics.count("Repaired", "redelivery_asked")],
    [
      "GitHub gets many 429",
      "RedeliveriesMany",
      20,
      (metrics) => metrics.count("Repaired", "redelivery_asked"),
    ],
    ["a job is given up", "JobsGivenUp", 1, (metrics) => metrics.count("Repaired", "job_given_up")],
    [
      "a redelivery is given up",
      "RedeliveriesGivenUp",
      1,
      (metrics) => metrics.count("Repaired", "redelivery_given_up"),
    ],
    ["a webhook cannot be dispatched", "DeliveriesFailing", 1, (metrics) => metrics.count("DeliveryFailed")],
    ["sweeps fail", "SweepFailing", 10, (metrics) => metrics.count("SweepFailed", "jobs")],
    [
      "webhooks are not sent again",
      "SweepDeliveriesFailing",
      10,
      (metrics) => metrics.count("SweepFailed", "deliveries"),
    ],
  ])("%s: %s after %d", async (_fault, alarm, times, count) => {
    const one = await written(count);
    const data = Array.from({ length: times }, () => one).flat();

    expect(firesOn(template, alarm, data)).toBe(true);
    expect(firesOn(template, alarm, data.slice(one.length))).toBe(false);
  });

  test("no answered ping turns on ping-failing", async () => {
    const answered = await written((metrics) => metrics.count("PingAnswered"));

    expect(firesOn(template, "PingFailing", answered)).toBe(false);
    expect(firesOn(template, "PingFailing", [])).toBe(true);
  });

  test("a silent or a failing audit stream turns on audit-failing", () => {
    const success = (value: number) => firehose("AuditStream", "DeliveryToS3.Success", value);

    expect(firesOn(template, "AuditFailing", [])).toBe(true);
    expect(firesOn(template, "AuditFailing", [success(0), success(0)])).toBe(true);
    expect(firesOn(template, "AuditFailing", [success(0), success(1)])).toBe(false);
  });

  test.each([
    ["AuditStream", "AuditLate"],
    ["JobHistoryStream", "HistoryLate"],
  ])("what waits in %s turns on %s", (stream, alarm) => {
    const age = (value: number) => firehose(stream, "DeliveryToS3.DataFreshness", value);

    expect(firesOn(template, alarm, [age(600)])).toBe(false);
    expect(firesOn(template, alarm, [age(1801)])).toBe(true);
    expect(firesOn(template, alarm, [])).toBe(false);
  });

  test("an alarm or an objective reads every metric of ours", () => {
    const read = alarmsOf(template, stage).flatMap(({ metrics }) => metrics);
    const shown: MetricName[] = ["ReceiptToAnswer"];

    for (const [name, metric] of Object.entries(metricList)) {
      const values: (Json | undefined)[] = "by" in metric ? [...metric.by.values] : [undefined];
      if (shown.includes(name as MetricName)) continue;
      const watched = read.filter((one) => one.name === name);
      const covered = values.filter((value) =>
        watched.some(
          ({ values }) =>
            Object.values(values).length === 1 || Object.values(values).includes(value ?? stage),
        ),
      );
      expect({ name, covered }).toEqual({ name, covered: values });
    }
  });
});
