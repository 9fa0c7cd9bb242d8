import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Laptop, startLaptop } from "./laptop.ts";
import { until } from "./until.ts";

let laptop: Laptop;
let lambda: LambdaClient;
let sqs: SQSClient;

const source = (queue: string) => ({
  ...{ queue: { "Fn::GetAtt": [queue, "Arn"] }, batchSize: 5, reportBatchItemFailures: true },
});

beforeAll(async () => {
  laptop = await startLaptop({
    resources: { Queue: { Type: "AWS::SQS::Queue" }, Other: { Type: "AWS::SQS::Queue" } },
    functions: [
      { key: "one", exportName: "consume", queueSources: [{ ...source("Queue"), maximumConcurrency: 3 }] },
      { key: "two", exportName: "consume", queueSources: [source("Other")] },
    ],
  });
  lambda = new LambdaClient(laptop.config("LAMBDA"));
  sqs = new SQSClient(laptop.config("SQS"));
});

afterAll(async () => {
  lambda.destroy();
  sqs.destroy();
  await laptop.stop();
});

const arn = (id: string) => String(laptop.aws.resolve({ "Fn::GetAtt": [id, "Arn"] }));
const url = () => String(laptop.aws.resolve({ Ref: "Queue" }));
const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));

async function inQueue() {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url(), AttributeNames: ["All"] }),
  );
  return {
    waiting: Number(Attributes.ApproximateNumberOfMessages),
    inWork: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
  };
}

async function mappingOf(queue: string) {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ EventSourceArn: arn(queue) }),
  );
  expect(EventSourceMappings).toHaveLength(1);
  return EventSourceMappings[0];
}

test("lists mappings with the settings of the service", async () => {
  expect(await mappingOf("Queue")).toEqual({
    ...{ UUID: expect.stringMatching(/^[0-9a-f-]{36}$/), State: "Enabled", BatchSize: 5 },
    ...{ EventSourceArn: arn("Queue"), FunctionArn: arn("OneLambdaFunction") },
    ...{ MaximumBatchingWindowInSeconds: 0, ScalingConfig: { MaximumConcurrency: 3 } },
    ...{ FunctionResponseTypes: ["ReportBatchItemFailures"], LastModified: expect.any(Date) },
    StateTransitionReason: "USER_INITIATED",
  });
  const all = await lambda.send(new ListEventSourceMappingsCommand({}));
  expect(all.EventSourceMappings).toHaveLength(2);
  const byName = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: "test-two" }));
  expect(byName.EventSourceMappings?.map(({ EventSourceArn }) => EventSourceArn)).toEqual([arn("Other")]);
});

test("a disabled mapping receives nothing until it is enabled again", async () => {
  const UUID = (await mappingOf("Queue"))?.UUID;
  const state = async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
  const set = (Enabled: boolean) => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));

  expect((await set(false)).State).toBe("Disabling");
  await expect(set(true)).rejects.toMatchObject({ name: "ResourceInUseException" });
  await until(async () => (await state()) === "Disabled");
  await send("waits");
  // A receive request that was running, and one of the other mapping, have ended.
  await send("waits-too");
  expect(await inQueue()).toEqual({ waiting: 2, inWork: 0 });
  expect(laptop.calls("seen-waits")).toBe(0);

  expect((await set(true)).State).toBe("Enabled");
  await until(() => laptop.calls("seen-waits") === 1 && laptop.calls("seen-waits-too") === 1);
  await until(async () => (await inQueue()).waiting === 0);
});

test("refuses an unknown mapping and an unsupported change", async () => {
  const unknown = new GetEventSourceMappingCommand({ UUID: "00000000-0000-0000-0000-000000000000" });
  await expect(lambda.send(unknown)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const UUID = (await mappingOf("Other"))?.UUID;
  await expect(
    lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 1 })),
  ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
});
