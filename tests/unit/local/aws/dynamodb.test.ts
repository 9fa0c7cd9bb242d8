import { createConnection } from "node:net";
import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Laptop, startLaptop } from "./laptop.ts";

const key = (name: string, type: string) => ({ AttributeName: name, KeyType: type });
const index = (name: string, projection: object) => ({
  IndexName: name,
  KeySchema: [key("repo", "HASH"), key("at", "RANGE")],
  Projection: projection,
});

let laptop: Laptop;
let client: DynamoDBDocumentClient;
let table: string;

beforeAll(async () => {
  laptop = await startLaptop({
    resources: {
      JobTable: {
        Type: "AWS::DynamoDB::Table",
        Properties: {
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: ["pk", "sk", "repo", "at"].map((name) => ({
            AttributeName: name,
            AttributeType: "S",
          })),
          KeySchema: [key("pk", "HASH"), key("sk", "RANGE")],
          GlobalSecondaryIndexes: [
            index("keys", { ProjectionType: "KEYS_ONLY" }),
            index("everything", { ProjectionType: "ALL" }),
            index("some", { ProjectionType: "INCLUDE", NonKeyAttributes: ["state"] }),
          ],
          TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { SSEEnabled: true },
        },
      },
    },
  });
  client = DynamoDBDocumentClient.from(new DynamoDBClient(laptop.config("DYNAMODB")));
  table = String(laptop.aws.resolve({ Ref: "JobTable" }));
});

afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

test("a table is named after the stack and has active indexes", async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  expect(table).toBe("pr-comment-automation-test-JobTable");
  expect(Table?.TableStatus).toBe("ACTIVE");
  expect(Table?.GlobalSecondaryIndexes).toHaveLength(3);
});

test("indexes return the attributes that they project", async () => {
  const item = { pk: "job#1", sk: "META", repo: "o/r", at: "2026-01-01", state: "NOTIFIED", note: "long" };
  await client.send(new PutCommand({ TableName: table, Item: item }));
  const query = async (name: string) => {
    const values = { ":repo": "o/r" };
    const result = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: name,
        KeyConditionExpression: "repo = :repo",
        ExpressionAttributeValues: values,
      }),
    );
    return result.Items;
  };
  const { state, note, ...keys } = item;
  expect(await query("keys")).toEqual([keys]);
  expect(await query("some")).toEqual([{ ...keys, state }]);
  expect(await query("everything")).toEqual([{ ...keys, state, note }]);
});

test("exactly one of many conditional puts succeeds", async () => {
  const put = () =>
    client.send(
      new PutCommand({
        TableName: table,
        Item: { pk: "intent#1", sk: "GATE" },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
  const results = await Promise.allSettled(Array.from({ length: 10 }, put));
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused).toHaveLength(9);
  expect(refused.every(({ reason }) => reason instanceof ConditionalCheckFailedException)).toBe(true);
});

test("an update checks its condition", async () => {
  const update = (from: string, to: string) =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: "delivery#1", sk: "GATE" },
        UpdateExpression: "SET #s = :to",
        ConditionExpression: "attribute_not_exists(#s) OR #s = :from",
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: { ":to": to, ":from": from },
        ReturnValues: "ALL_NEW",
      }),
    );
  expect((await update("NONE", "RECEIVED")).Attributes).toMatchObject({ status: "RECEIVED" });
  expect((await update("RECEIVED", "ENQUEUED")).Attributes).toMatchObject({ status: "ENQUEUED" });
  await expect(update("RECEIVED", "ENQUEUED")).rejects.toThrow(ConditionalCheckFailedException);
});

test("survives a client that dies during a request", async () => {
  const { hostname, port } = new URL(laptop.config("DYNAMODB").endpoint);
  await new Promise<void>((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port) }, () => {
      const head =
        "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\nContent-Length: 900\r\n\r\n{";
      socket.write(head, () => socket.resetAndDestroy());
    });
    socket.on("close", () => resolve());
    socket.on("error", () => {});
  });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  expect(Table?.TableName).toBe(table);
});
