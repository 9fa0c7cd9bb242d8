import { expect, test } from "@jest/globals";
import { commandsUse, deliveryUse } from "../../../../scripts/cost/comment-use.ts";
import { happyPath } from "../../../../scripts/cost/happy-path.ts";
import { readStack } from "../../../../scripts/cost/stack.ts";
import { deliveriesPerCommand, delivery, job } from "../../../../scripts/cost/usage.ts";
import { aFunction, anEdge, aTemplate } from "./templates.ts";

const plain = readStack(aTemplate());

test("the happy path takes the first branch of each Choice", () => {
  expect(happyPath(plain)).toEqual(["Acknowledge", "MayRun", "Run", "Answered"]);
});

test("a command uses three deliveries and a job", () => {
  const use = commandsUse(plain, 1000);

  expect(use.apiRequest).toBe(1000 * deliveriesPerCommand);
  expect(use.tableWrite).toBeCloseTo(1000 * (deliveriesPerCommand * delivery.tableWrites + job.tableWrites));
  expect(use.transition).toBe(1000 * (1 + 4));
  // receive-webhook and dispatch-event for each delivery, the four steps for the job
  expect(use.functionRequest).toBe(1000 * (2 * deliveriesPerCommand + 4));
});

test("a delivery without a command starts no job", () => {
  const use = deliveryUse(plain);

  expect(use).toMatchObject({ apiRequest: 1, functionRequest: 2, tableWrite: delivery.tableWrites });
  expect(use).not.toHaveProperty("transition");
});

test("does not count resources that a stage lacks", () => {
  const use = commandsUse(plain, 1);
  for (const name of ["edgeRequest", "webAclRequest", "keyUse", "dataEvent", "streamGb"]) {
    expect(use).not.toHaveProperty(name);
  }
});

test("counts the resources that a stage has", () => {
  const stack = readStack(
    aTemplate({
      ...anEdge,
      EncryptionKey: { Type: "AWS::KMS::Key", Properties: {} },
      Trail: { Type: "AWS::CloudTrail::Trail", Condition: "HasTrail", Properties: {} },
      ExportJobHistoryLambdaFunction: aFunction(512),
    }),
    { Trail: "yes" },
  );
  const use = commandsUse(stack, 1);

  expect(use).toMatchObject({ edgeRequest: 3, webAclRequest: 3 });
  expect(use.keyUse).toBe(use.secretRead);
  expect(use.dataEvent).toBe(deliveriesPerCommand * delivery.tableCalls + job.tableCalls);
  expect(use.streamGb).toBeCloseTo(job.historyRecords * 5e-6);
});

test("counts a trace only for functions that begin one", () => {
  const traced = {
    Type: "AWS::Lambda::Function",
    Properties: { MemorySize: 512, TracingConfig: { Mode: "Active" } },
  };

  expect(deliveryUse(plain)).not.toHaveProperty("trace");
  expect(deliveryUse(readStack(aTemplate({ DispatchEventLambdaFunction: traced }))).trace).toBe(1);
});

test("counts the metrics of commands once, however many there are", () => {
  const [one, many] = [commandsUse(plain, 1), commandsUse(plain, 10_000)];

  expect(one.customMetric).toBeCloseTo((3 * 176) / 730);
  expect(many.customMetric).toBe(one.customMetric);
});

test("counts the memory of a function", () => {
  const small = commandsUse(plain, 1).functionGbSecond ?? 0;
  const large = commandsUse(readStack(aTemplate({ RunEmployeeLambdaFunction: aFunction(2048) })), 1);

  expect(large.functionGbSecond).toBeCloseTo(small + 60);
});
