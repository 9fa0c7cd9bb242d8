import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { createMetrics } from "../../../../adapters/runtime/metrics.ts";

/** One line of CloudWatch's embedded metric format, with the fields that this project writes. */
interface EmbeddedMetric extends Record<string, unknown> {
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: {
      Namespace: string;
      Dimensions: string[][];
      Metrics: { Name: string; Unit: string }[];
    }[];
  };
}

let written = "";
let complaints = "";

beforeEach(() => {
  written = "";
  complaints = "";
  jest.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    complaints += String(chunk);
    return true;
  });
  jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

const lines = (): EmbeddedMetric[] =>
  written
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test("a count is one line, under the stage alone", () => {
  const before = Date.now();
  createMetrics("prod").count("WebhookAccepted");
  expect(lines()).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: "PrCommentAutomation",
            Dimensions: [["stage"]],
            Metrics: [{ Name: "WebhookAccepted", Unit: "Count" }],
          },
        ],
      },
      stage: "prod",
      WebhookAccepted: 1,
    },
  ]);
  expect(lines()[0]?._aws.Timestamp).toBeGreaterThanOrEqual(before);
});

test("a metric is published for every prefix of its dimensions", () => {
  createMetrics("prod").count("JobFinished", { outcome: "answered", employee: "code-security" });
  const [line] = lines();
  expect(line).toMatchObject({ stage: "prod", outcome: "answered", employee: "code-security" });
  expect(line?._aws.CloudWatchMetrics.map(({ Dimensions }) => Dimensions)).toEqual([
    [["stage"], ["stage", "outcome"], ["stage", "outcome", "employee"]],
  ]);
  expect(complaints).toBe("");
});

test("a time is in milliseconds", () => {
  createMetrics("dev").time("ReceiptToAnswer", 12_345, { employee: "summary" });
  const [line] = lines();
  expect(line?.ReceiptToAnswer).toBe(12_345);
  expect(line?._aws.CloudWatchMetrics[0]).toMatchObject({
    Dimensions: [["stage"], ["stage", "employee"]],
    Metrics: [{ Name: "ReceiptToAnswer", Unit: "Milliseconds" }],
  });
});

test("each metric is written once, without data of another, however long the function lives", () => {
  const metrics = createMetrics("dev");
  metrics.count("StepFailed", { reason: "github_failed" });
  metrics.count("StepFailed", { reason: "timeout" });
  metrics.count("WebhookAccepted");
  expect(lines().map(({ _aws, ...fields }) => [fields, _aws.CloudWatchMetrics[0]?.Dimensions])).toEqual([
    [{ stage: "dev", reason: "github_failed", StepFailed: 1 }, [["stage"], ["stage", "reason"]]],
    [{ stage: "dev", reason: "timeout", StepFailed: 1 }, [["stage"], ["stage", "reason"]]],
    [{ stage: "dev", WebhookAccepted: 1 }, [["stage"]]],
  ]);
});

describe("values that would spoil a metric", () => {
  test.each(["", "A sentence of a user", "x".repeat(65), "Ünïcode", "../../etc"])(
    "a reason of %j is counted as other",
    (reason) => {
      createMetrics("dev").count("WebhookRefused", { reason });
      expect(lines()).toMatchObject([{ reason: "other", WebhookRefused: 1 }]);
    },
  );

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("a time of %d is not written", (milliseconds) => {
    createMetrics("dev").time("ReceiptToAnswer", milliseconds, { employee: "summary" });
    expect(written).toBe("");
  });

  test("a negative time, as clocks that differ produce, is zero", () => {
    createMetrics("dev").time("ReceiptToDispatch", -3);
    expect(lines()).toMatchObject([{ ReceiptToDispatch: 0 }]);
  });
});
