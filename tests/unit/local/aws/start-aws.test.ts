import { connect } from "node:net";
import { expect, test } from "@jest/globals";
import { startLaptop } from "./laptop.ts";
import { until } from "./until.ts";

const refused = (url: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => {
      socket.destroy();
      resolve(false);
    });
    socket.on("error", () => resolve(true));
  });

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("stop ends all workers, even busy ones, and frees the ports", async () => {
  const laptop = await startLaptop({
    resources: { Queue: { Type: "AWS::SQS::Queue" } },
    functions: [
      { key: "work" },
      {
        key: "consume",
        exportName: "consume",
        queueSources: [
          { queue: { "Fn::GetAtt": ["Queue", "Arn"] }, batchSize: 1, reportBatchItemFailures: true },
        ],
      },
    ],
    stateMachines: {
      Machine: {
        name: "machine",
        definition: {
          StartAt: "Work",
          States: {
            Work: { Type: "Task", Resource: { "Fn::GetAtt": ["WorkLambdaFunction", "Arn"] }, End: true },
          },
        },
      },
    },
  });
  const pending = laptop.aws.invoke("work", { hang: true });
  await until(() => laptop.calls("hanging") === 1);
  const pids = laptop.aws.instances().map(({ pid }) => pid);
  expect(pids).toHaveLength(1);
  await laptop.stop();
  expect((await pending).failed).toBe(true);
  expect(pids.some(isAlive)).toBe(false);
  expect(await refused(laptop.config("SFN").endpoint)).toBe(true);
  expect(await refused(laptop.config("SQS").endpoint)).toBe(true);
  expect(laptop.log).toEqual([]);
});

test.each([
  [
    "an unknown queue",
    {
      functions: [
        { key: "work", queueSources: [{ queue: "arn:x", batchSize: 1, reportBatchItemFailures: true }] },
      ],
    },
    "reads from arn:x",
  ],
  [
    "an unknown reference",
    { functions: [{ key: "work", environment: { TABLE: { Ref: "Nope" } } }] },
    'no resource "Nope"',
  ],
  [
    "an invalid state machine",
    { stateMachines: { M: { name: "m", definition: { StartAt: "A", States: { B: { Type: "Succeed" } } } } } },
    "State machine definition is invalid",
  ],
])("a service with %s does not start", async (_name, overrides, message) => {
  await expect(startLaptop(overrides)).rejects.toThrow(message);
});

test("refuses other services instead of reaching the real AWS", async () => {
  const laptop = await startLaptop();
  const response = await fetch(laptop.aws.environment.AWS_ENDPOINT_URL ?? "", {
    method: "POST",
    headers: { "x-amz-target": "AmazonSSM.GetParameter" },
    body: "{}",
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: "UnknownOperationException" });
  await laptop.stop();
});
