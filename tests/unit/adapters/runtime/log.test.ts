import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import type { InvocationLog } from "../../../../middleware/log.ts";

// Lambda sets it before the function is loaded.
process.env.AWS_LAMBDA_INITIALIZATION_TYPE = "on-demand";
const { log }: { log: InvocationLog } = await import("../../../../adapters/runtime/log.ts");

let written = "";

beforeEach(() => {
  written = "";
  for (const stream of ["stdout", "stderr"] as const) {
    jest.spyOn(process[stream], "write").mockImplementation((chunk) => {
      written += String(chunk);
      return true;
    });
  }
});

afterEach(() => {
  jest.restoreAllMocks();
});

const context = (awsRequestId: string) =>
  ({
    awsRequestId,
    functionName: "pr-prod-x",
    memoryLimitInMB: "512",
    invokedFunctionArn: "arn:x",
  }) as Context;

const lines = (): Record<string, unknown>[] =>
  written
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test("a line is one JSON object, with its fields beside the message", () => {
  log.info("delivery processed", { delivery_id: "d-1", job_ids: ["a", "b"], comment_id: undefined });
  log.error("step failed", { code: "timeout" });
  expect(lines()).toMatchObject([
    { level: "INFO", message: "delivery processed", delivery_id: "d-1", job_ids: ["a", "b"] },
    { level: "ERROR", message: "step failed", code: "timeout" },
  ]);
  expect(lines()[0]).not.toHaveProperty("comment_id");
  expect(lines()[1]).not.toHaveProperty("delivery_id");
});

test("a line names its invocation, and whether that was the first of the process", () => {
  log.begin(context("r-1"));
  log.info("first", {});
  log.begin(context("r-2"));
  log.info("second", {});
  const service = "pr-comment-automation";
  const common = { service, function_name: "pr-prod-x" };
  expect(lines()).toMatchObject([
    { ...common, message: "first", function_request_id: "r-1", cold_start: true },
    { ...common, message: "second", function_request_id: "r-2", cold_start: false },
  ]);
});

test("a line of a traced invocation has the trace's ID", () => {
  process.env._X_AMZN_TRACE_ID = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
  try {
    log.info("traced", {});
  } finally {
    delete process.env._X_AMZN_TRACE_ID;
  }
  log.info("untraced", {});
  expect(lines()[0]).toMatchObject({ xray_trace_id: "1-5759e988-bd862e3fe1be46a994272793" });
  expect(lines()[1]).not.toHaveProperty("xray_trace_id");
});

test("no field takes the place of one that every line has, and null is left out", () => {
  log.begin(context("r-3"));
  log.info("delivery processed", {
    message: "other",
    function_request_id: "other",
    pr_number: null,
    code: "",
  });
  expect(lines()).toEqual([
    {
      level: "INFO",
      message: "delivery processed",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      service: "pr-comment-automation",
      cold_start: false,
      function_name: "pr-prod-x",
      function_request_id: "r-3",
      code: "",
    },
  ]);
});
