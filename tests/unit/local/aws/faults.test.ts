import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { AwsFault } from "../../../../local/aws/faults/faults.ts";
import { type Laptop, startLaptop } from "./laptop.ts";
import { until } from "./until.ts";

let laptop: Laptop;
let dynamo: DynamoDBClient;
let queues: SQSClient;
let buckets: S3Client;

beforeAll(async () => {
  laptop = await startLaptop({
    resources: { Queue: { Type: "AWS::SQS::Queue" }, Bucket: { Type: "AWS::S3::Bucket" } },
    functions: [{ key: "work" }],
  });
  // A single attempt: these tests look at the outcome of one request.
  dynamo = new DynamoDBClient({ ...laptop.config("DYNAMODB"), maxAttempts: 1 });
  queues = new SQSClient({ ...laptop.config("SQS"), maxAttempts: 1 });
  buckets = new S3Client({ ...laptop.config("S3"), maxAttempts: 1 });
});

afterEach(() => control("DELETE"));
afterAll(() => laptop?.stop());

async function control(method: string, fault?: unknown): Promise<{ status: number; body: unknown }> {
  const body = fault === undefined ? null : JSON.stringify(fault);
  const response = await fetch(`${laptop.aws.environment.AWS_ENDPOINT_URL}/_sim/faults`, { method, body });
  return { status: response.status, body: await response.json() };
}

const add = (fault: AwsFault) => control("POST", fault);
const listTables = () => dynamo.send(new ListTablesCommand({}));
const queueUrl = () => String(laptop.aws.resolve({ Ref: "Queue" }));
const bucket = () => String(laptop.aws.resolve({ Ref: "Bucket" }));

async function queued(): Promise<string | undefined> {
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl(), AttributeNames }),
  );
  return Attributes?.ApproximateNumberOfMessages;
}

describe("a service that is cut off", () => {
  test("loses every connection until the faults are cleared", async () => {
    await add({ request: "^dynamodb", kind: "cut" });

    await expect(listTables()).rejects.toThrow();
    await expect(listTables()).rejects.toThrow();
    await control("DELETE");

    expect((await listTables()).TableNames).toEqual([]);
  });

  test("does not affect other services", async () => {
    await add({ request: "^dynamodb", kind: "cut" });

    expect(await queued()).toBe("0");
    expect((await laptop.aws.invoke("work", {})).failed).toBe(false);
  });
});

describe("a fault", () => {
  test("hits its operation the given number of times, and counts the hits", async () => {
    await add({ request: "^dynamodb.ListTables$", kind: "cut", times: 1 });

    await expect(dynamo.send(new DescribeTableCommand({ TableName: "no-such-table" }))).rejects.toThrow(
      "not found",
    );
    await expect(listTables()).rejects.toThrow();
    await listTables();

    expect((await control("GET")).body).toEqual([
      { request: "^dynamodb.ListTables$", kind: "cut", times: 1, hits: 1 },
    ]);
  });

  test("of kind hang holds a request until it is cleared", async () => {
    await add({ request: "^sqs.SendMessage$", kind: "hang" });

    const sending = queues.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: "held" }));
    const ended = expect(sending).rejects.toThrow();
    await until(async () => JSON.stringify((await control("GET")).body).includes('"hits":1'));
    expect(await queued()).toBe("0");
    await control("DELETE");
    await ended;
  });

  test("of kind slow applies a request, and responds late or when it is cleared", async () => {
    const before = Number(await queued());
    await add({ request: "^sqs.SendMessage$", kind: "slow", delay: { p50: 3_600_000, p95: 3_600_000 } });
    let responded = false;

    const sending = queues.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: "late" }));
    const sent = sending.then(() => {
      responded = true;
    });
    await until(async () => (await queued()) === String(before + 1));
    expect(responded).toBe(false);
    await control("DELETE");
    await sent;
  });

  test("of kind slow delays no other request", async () => {
    await add({ request: "^dynamodb", kind: "slow", delay: { p50: 1, p95: 2 } });

    expect((await listTables()).TableNames).toEqual([]);
    expect((await control("GET")).body).toMatchObject([{ kind: "slow", hits: 1 }]);
  });

  test.each(["cut", "hang"] as const)("after the request (%s) loses only the response", async (kind) => {
    const before = Number(await queued());
    await add({ request: "^sqs.SendMessage$", kind, after: true, times: 1 });

    const sending = queues.send(new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: "done" }));
    const ended = expect(sending).rejects.toThrow();
    await until(async () => (await queued()) === String(before + 1));
    await control("DELETE");
    await ended;
  });

  test("matches S3 by the name of the operation", async () => {
    const object = { Bucket: bucket(), Key: "a" };
    await buckets.send(new PutObjectCommand({ ...object, Body: "content" }));
    await add({ request: "^s3.GetObject$", kind: "cut", after: true, times: 1 });

    await expect(
      buckets.send(new GetObjectCommand(object)).then(({ Body }) => Body?.transformToString()),
    ).rejects.toThrow();
    const { Body } = await buckets.send(new GetObjectCommand(object));

    expect(await Body?.transformToString()).toBe("content");
  });

  test.each([
    ["no kind", { request: "^dynamodb" }],
    ["an unknown kind", { request: "^dynamodb", kind: "melt" }],
    ["no regular expression", { request: "(", kind: "cut" }],
    ["slow without a delay", { request: "^dynamodb", kind: "slow" }],
    ["a 95th percentile below the median", { request: "^s3", kind: "slow", delay: { p50: 2, p95: 1 } }],
    ["half a time", { request: "^dynamodb", kind: "cut", times: 0.5 }],
  ])("with %s is refused", async (_what, fault) => {
    expect((await control("POST", fault)).status).toBe(400);
    expect((await control("GET")).body).toEqual([]);
  });

  test("that still holds a request does not prevent the laptop from stopping", async () => {
    const other = await startLaptop();
    const url = other.aws.environment.AWS_ENDPOINT_URL ?? "";
    const fault: AwsFault = { request: "^s3", kind: "hang" };
    await fetch(`${url}/_sim/faults`, { method: "POST", body: JSON.stringify(fault) });
    const held = fetch(other.aws.environment.AWS_ENDPOINT_URL_S3 ?? "").catch(() => "broken");
    await until(async () => (await (await fetch(`${url}/_sim/faults`)).text()).includes('"hits":1'));

    await other.stop();

    expect(await held).toBe("broken");
  });
});
