import { createHash, randomBytes } from "node:crypto";
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Laptop, startLaptop } from "./laptop.ts";

let laptop: Laptop;
let queueUrl: string;
const before = { ...process.env };

beforeAll(async () => {
  laptop = await startLaptop({
    resources: {
      Queue: {
        Type: "AWS::SQS::Queue",
        Properties: {
          VisibilityTimeout: 7,
          MessageRetentionPeriod: 1209600,
          RedrivePolicy: {
            deadLetterTargetArn: { "Fn::GetAtt": ["DeadLetters", "Arn"] },
            maxReceiveCount: 5,
          },
        },
      },
      DeadLetters: {
        Type: "AWS::SQS::Queue",
        Properties: { QueueName: { "Fn::Join": ["-", ["dead", { Ref: "AWS::Region" }]] } },
      },
      Payloads: { Type: "AWS::S3::Bucket" },
    },
  });
  queueUrl = String(laptop.aws.resolve({ Ref: "Queue" }));
  Object.assign(process.env, laptop.aws.environment);
});

afterAll(async () => {
  process.env = before;
  await laptop.stop();
});

test("a queue has the attributes of its resource", async () => {
  const client = new SQSClient({});
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }),
  );
  expect(Attributes).toMatchObject({
    QueueArn: laptop.aws.resolve({ "Fn::GetAtt": ["Queue", "Arn"] }),
    VisibilityTimeout: "7",
    MessageRetentionPeriod: "1209600",
  });
  expect(JSON.parse(Attributes?.RedrivePolicy ?? "")).toEqual({
    deadLetterTargetArn: "arn:aws:sqs:eu-central-1:000000000000:dead-eu-central-1",
    maxReceiveCount: 5,
  });
  client.destroy();
});

test("a client without settings sends and receives messages", async () => {
  const client = new SQSClient({});
  await client.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: "one", MessageGroupId: "o/r" }),
  );
  const { Messages } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 1 }),
  );
  expect(Messages?.map(({ Body }) => Body)).toEqual(["one"]);
  client.destroy();
});

test("a client with only the queue's URL needs no DNS", async () => {
  delete process.env.AWS_ENDPOINT_URL_SQS;
  delete process.env.AWS_ENDPOINT_URL;
  const quiet = () => {};
  const client = new SQSClient({ logger: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: "two" }));
  const { Messages } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 1 }),
  );
  expect(Messages?.map(({ Body }) => Body)).toEqual(["two"]);
  client.destroy();
  Object.assign(process.env, laptop.aws.environment);
});

test("every operation returns the same URL", async () => {
  const client = new SQSClient({});
  const QueueName = "pr-comment-automation-test-Queue";
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
  const { QueueUrls } = await client.send(new ListQueuesCommand({}));
  expect(QueueUrl).toBe(queueUrl);
  expect(QueueUrls).toContain(queueUrl);
  client.destroy();
});

test("a client without settings puts and gets an object unchanged", async () => {
  const client = new S3Client({});
  const Bucket = String(laptop.aws.resolve({ Ref: "Payloads" }));
  const body = randomBytes(300_000);
  const digest = createHash("sha256").update(body).digest("base64");
  await client.send(
    new PutObjectCommand({
      Bucket,
      Key: "payloads/a/b.json",
      Body: body,
      ChecksumSHA256: digest,
      ContentType: "application/json",
    }),
  );
  const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket, Key: "payloads/a/b.json" }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  expect(createHash("sha256").update(bytes).digest("base64")).toBe(digest);
  expect(ContentType).toBe("application/json");
  await expect(client.send(new GetObjectCommand({ Bucket, Key: "none" }))).rejects.toThrow(NoSuchKey);
  client.destroy();
});
