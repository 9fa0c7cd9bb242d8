import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Laptop, startLaptop } from "./laptop.ts";

const dataDirectory = mkdtempSync(join(tmpdir(), "data-"));
const Jobs = {
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName: "jobs",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  },
};
const Payloads = { Type: "AWS::S3::Bucket", Properties: { BucketName: "payloads" } };

let laptop: Laptop;

beforeAll(async () => {
  laptop = await startLaptop({ dataDirectory, resources: { Jobs, Payloads } });
});

afterAll(async () => {
  await laptop.stop();
  rmSync(dataDirectory, { recursive: true, maxRetries: 5 });
});

test("items and objects are in files, not in memory", async () => {
  const tables = new DynamoDBClient(laptop.config("DYNAMODB"));
  const Item = { pk: { S: "job" }, text: { S: "x".repeat(300_000) } };
  await tables.send(new PutItemCommand({ TableName: "jobs", Item }));
  const read = await tables.send(new GetItemCommand({ TableName: "jobs", Key: { pk: { S: "job" } } }));
  expect(read.Item).toEqual(Item);

  const objects = new S3Client({ ...laptop.config("S3"), forcePathStyle: true });
  const where = { Bucket: "payloads", Key: "a/b.json" };
  await objects.send(new PutObjectCommand({ ...where, Body: "the payload" }));
  const { Body } = await objects.send(new GetObjectCommand(where));
  expect(await Body?.transformToString()).toBe("the payload");

  const files = readdirSync(dataDirectory, { recursive: true }).map(String);
  expect(files).toContain("objects/buckets/payloads/objects/a/b.json.data");
  expect(files.filter((file) => /^tables\/\d+\.log$/.test(file))).toHaveLength(1);
});
