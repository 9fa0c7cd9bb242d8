import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Laptop, startLaptop } from "./laptop.ts";
import { until } from "./until.ts";

const queue = (name: string) => ({
  [`${name}Queue`]: {
    Type: "AWS::SQS::Queue",
    Properties: {
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": [`${name}Dead`, "Arn"] }, maxReceiveCount: 2 },
    },
  },
  [`${name}Dead`]: { Type: "AWS::SQS::Queue" },
});

const consumer = (key: string, name: string, reportBatchItemFailures: boolean, rest: object = {}) => ({
  key,
  exportName: "consume",
  queueSources: [
    { queue: { "Fn::GetAtt": [`${name}Queue`, "Arn"] }, batchSize: 10, reportBatchItemFailures, ...rest },
  ],
});

let laptop: Laptop;
let client: SQSClient;

beforeAll(async () => {
  laptop = await startLaptop({
    resources: { ...queue("Partial"), ...queue("Whole"), ...queue("Windowed"), ...queue("Redriven") },
    functions: [
      consumer("partial", "Partial", true),
      consumer("whole", "Whole", false),
      consumer("redriven", "Redriven", true),
      consumer("windowed", "Windowed", true, { maximumBatchingWindow: 1, batchSize: 3 }),
    ],
  });
  client = new SQSClient(laptop.config("SQS"));
});

afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

const urlOf = (id: string) => String(laptop.aws.resolve({ Ref: id }));

const send = (id: string, bodies: string[]) =>
  client.send(
    new SendMessageBatchCommand({
      QueueUrl: urlOf(id),
      Entries: bodies.map((body, index) => ({ Id: String(index), MessageBody: body })),
    }),
  );

async function left(id: string): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: urlOf(id), AttributeNames: ["All"] }),
  );
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
  return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
}

async function dead(id: string): Promise<string[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: urlOf(id), MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body = "" }) => Body).sort();
}

test("passes the function the same event as Lambda", async () => {
  await client.send(
    new SendMessageCommand({
      QueueUrl: urlOf("PartialQueue"),
      MessageBody: "hello",
      MessageAttributes: { trace: { DataType: "String", StringValue: "abc" } },
    }),
  );
  const event = await until(() => parsed(laptop.read("event-hello")));
  expect(event.Records).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: "hello",
      attributes: expect.objectContaining({
        ApproximateReceiveCount: "1",
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: "000000000000",
      }),
      messageAttributes: {
        trace: { dataType: "String", stringValue: "abc", stringListValues: [], binaryListValues: [] },
      },
      md5OfBody: "5d41402abc4b2a76b9719d911017c592",
      md5OfMessageAttributes: expect.any(String),
      eventSource: "aws:sqs",
      eventSourceARN: laptop.aws.resolve({ "Fn::GetAtt": ["PartialQueue", "Arn"] }),
      awsRegion: "eu-central-1",
    },
  ]);
  await until(async () => (await left("PartialQueue")) === 0);
});

test("only the failed messages of a batch are retried, and become dead-letter messages", async () => {
  await send("PartialQueue", ["bad-1", "good-1", "bad-2", "good-2"]);
  await until(async () => (await left("PartialDead")) === 2);
  expect(await dead("PartialDead")).toEqual(["bad-1", "bad-2"]);
  expect(laptop.calls("seen-bad-1")).toBe(2);
  expect(laptop.calls("seen-good-1")).toBe(1);
  expect(await left("PartialQueue")).toBe(0);
});

test("a function error keeps the whole batch", async () => {
  await send("WholeQueue", ["poison", "bystander"]);
  await until(async () => (await left("WholeDead")) === 2);
  expect(await dead("WholeDead")).toEqual(["bystander", "poison"]);
  expect(laptop.log).toContain("test-whole: PermanentError: PermanentError happened");
});

test("ignores the response if partial failures are not reported", async () => {
  await send("WholeQueue", ["bad-ignored"]);
  await until(() => laptop.calls("seen-bad-ignored") === 1);
  await until(async () => (await left("WholeQueue")) === 0);
  expect(await dead("WholeDead")).not.toContain("bad-ignored");
});

test("a batching window collects messages until the batch is full", async () => {
  await send("WindowedQueue", ["w1"]);
  await send("WindowedQueue", ["w2"]);
  await send("WindowedQueue", ["w3"]);
  const event = await until(() => parsed(laptop.read("event-w1")));
  expect(event.Records.map(({ body }) => body)).toEqual(["w1", "w2", "w3"]);
});

test("an operator can move dead-letter messages back to their queue", async () => {
  await send("RedrivenDead", ["again-1", "again-2"]);
  const SourceArn = String(laptop.aws.resolve({ "Fn::GetAtt": ["RedrivenDead", "Arn"] }));
  const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
  expect(TaskHandle).toBeDefined();
  await until(() => laptop.calls("seen-again-1") === 1 && laptop.calls("seen-again-2") === 1);
  expect(await left("RedrivenDead")).toBe(0);
  const wrong = String(laptop.aws.resolve({ "Fn::GetAtt": ["PartialQueue", "Arn"] }));
  await expect(client.send(new StartMessageMoveTaskCommand({ SourceArn: wrong }))).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
});

/** Waits for the complete note of a function. */
function parsed(text: string | undefined): { Records: { body: string }[] } | undefined {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
