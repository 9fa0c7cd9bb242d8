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
  createMetrics("prod").count("PingAnswered");
  expect(lines()).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: "PrCommentAutomation",
            Dimensions: [["stage"]],
            Metrics: [{ Name: "PingAnswered", Unit: "Count" }],
          },
        ],
      },
      stage: "prod",
      PingAnswered: 1,
    },
  ]);
  expect(lines()[0]?._aws.Timestamp).toBeGreaterThanOrEqual(before);
});

describe("a dimension", () => {
  const published = () => lines().flatMap(({ _aws }) => _aws.CloudWatchMetrics[0]?.Dimensions);

  test("is published beside the total", () => {
    createMetrics("prod").count("SweepFailed", "deliveries");
    expect(lines()).toMatchObject([{ stage: "prod", part: "deliveries", SweepFailed: 1 }]);
    expect(published()).toEqual([["stage"], ["stage", "part"]]);
    expect(complaints).toBe("");
  });

  test("is published alone if no alarm reads the total", () => {
    createMetrics("prod").count("Repaired", "job_given_up");
    expect(published()).toEqual([["stage", "what"]]);
  });

  test("with a value that no alarm reads is left out", () => {
    createMetrics("prod").count("SweepFailed", "jobs");
    createMetrics("prod").count("Repaired", "resent");
    expect(published()).toEqual([["stage"]]);
    expect(written).not.toContain("jobs");
  });
});

test("a share is one or zero, so that its average is the share", () => {
  const metrics = createMetrics("dev");
  metrics.share("JobFailed", true);
  metrics.share("JobFailed", false);
  expect(lines()).toMatchObject([{ JobFailed: 1 }, { JobFailed: 0 }]);
});

test("a time is in milliseconds", () => {
  createMetrics("dev").time("ReceiptToAnswer", 12_345);
  const [line] = lines();
  expect(line?.ReceiptToAnswer).toBe(12_345);
  expect(line?._aws.CloudWatchMetrics[0]).toMatchObject({
    Dimensions: [["stage"]],
    Metrics: [{ Name: "ReceiptToAnswer", Unit: "Milliseconds" }],
  });
});

test("each metric is written once, without data of another, however long the function lives", () => {
  const metrics = createMetrics("dev");
  metrics.count("CallbackFailed", "signature");
  metrics.count("CallbackFailed", "other");
  metrics.count("PingAnswered");
  expect(lines().map(({ _aws, ...fields }) => [fields, _aws.CloudWatchMetrics[0]?.Dimensions])).toEqual([
    [{ stage: "dev", kind: "signature", CallbackFailed: 1 }, [["stage"], ["stage", "kind"]]],
    [{ stage: "dev", kind: "other", CallbackFailed: 1 }, [["stage"], ["stage", "kind"]]],
    [{ stage: "dev", PingAnswered: 1 }, [["stage"]]],
  ]);
});

describe("values that would spoil a metric", () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY])("a time of %d is not written", (milliseconds) => {
    createMetrics("dev").time("ReceiptToAnswer", milliseconds);
    expect(written).toBe("");
  });

  test("a negative time, as clocks that differ produce, is zero", () => {
    createMetrics("dev").time("ReceiptToDispatch", -3);
    expect(lines()).toMatchObject([{ ReceiptToDispatch: 0 }]);
  });
});
