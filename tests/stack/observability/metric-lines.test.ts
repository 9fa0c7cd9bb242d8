import { expect, test } from "@jest/globals";
import { metricLines, searched } from "./metric-lines.ts";

test("a dot is the field of the line before", () => {
  const lines = metricLines([
    ["AWS/SQS", "Age", "QueueName", "events", { label: "age" }],
    [".", "Depth", ".", "."],
  ]);

  expect(lines).toEqual([
    { namespace: "AWS/SQS", name: "Age", dimensions: { QueueName: "events" }, label: "age", visible: true },
    {
      namespace: "AWS/SQS",
      name: "Depth",
      dimensions: { QueueName: "events" },
      label: "Depth",
      visible: true,
    },
  ]);
});

test("three dots are all fields but those that follow", () => {
  const lines = metricLines([
    ["Own", "Finished", "stage", "dev", "outcome", "answered"],
    ["...", "failed"],
    ["...", { visible: false }],
  ]);

  expect(lines.map(({ dimensions, visible }) => ({ ...dimensions, visible }))).toEqual([
    { stage: "dev", outcome: "answered", visible: true },
    { stage: "dev", outcome: "failed", visible: true },
    { stage: "dev", outcome: "failed", visible: false },
  ]);
});

test("an expression is no metric, and nothing is repeated out of it", () => {
  const lines = metricLines([
    [{ id: "share", expression: "failed / all", label: "share" }],
    ["AWS/States", "Failed", "StateMachineArn", "task", { id: "failed" }],
  ]);

  expect(lines[0]).toMatchObject({ expression: "failed / all", label: "share", name: "" });
  expect(lines[1]).toMatchObject({ name: "Failed", dimensions: { StateMachineArn: "task" } });
});

test("a search says what it looks for", () => {
  expect(searched(`SEARCH('{Own,stage,reason} MetricName="Refused" stage="dev"', 'Sum', 300)`)).toEqual({
    namespace: "Own",
    name: "Refused",
    dimensions: ["stage", "reason"],
  });
  expect(searched("failed / all")).toBeNull();
});
