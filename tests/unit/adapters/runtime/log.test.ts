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
