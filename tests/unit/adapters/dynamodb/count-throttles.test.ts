import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, expect, jest, test } from "@jest/globals";
import { countThrottles, countThrottlesIn } from "../../../../adapters/dynamodb/count-throttles.ts";
import { createMetrics } from "../../../../adapters/runtime/metrics.ts";
import { startHttpServer } from "../../../fakes/http-server.ts";
import { createFakeMetrics } from "../../../fakes/metrics.ts";

interface Answer {
  status: number;
  body: object;
}

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const found: Answer = { status: 200, body: { Item: { pk: { S: "a" } } } };
const failure = (name: string): Answer => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: "no" },
});

/** A client of a DynamoDB that gives these answers, one for each attempt, and what the client counts. */
async function storeWith(answers: Answer[]) {
  const rest = [...answers];
  const server = await startHttpServer((_request, response) => {
    const { status, body } = rest.shift() ?? found;
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
  });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new DynamoDBClient({ endpoint: server.url, region: "us-east-1", credentials });
  stops.push(server.stop);
  const metrics = createFakeMetrics();
  countThrottlesIn(metrics);
  countThrottles(client);
  return { client, counted: () => metrics.counted.map(({ name }) => name) };
}

const read = new GetItemCommand({ TableName: "jobs", Key: { pk: { S: "a" } } });

test.each(["ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"])(
  "%s counts for each attempt, though the SDK repeats the call until it succeeds",
  async (name) => {
    const { client, counted } = await storeWith([failure(name), failure(name)]);

    await expect(client.send(read)).resolves.toMatchObject({ Item: { pk: { S: "a" } } });
    expect(counted()).toEqual(["StoreThrottled", "StoreThrottled"]);
  },
);

test("a function's own metrics count them", async () => {
  const { client } = await storeWith([failure("ThrottlingException")]);
  let written = "";
  const spy = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });

  createMetrics("dev");
  await client.send(read);
  spy.mockRestore();
  expect(JSON.parse(written)).toMatchObject({ stage: "dev", StoreThrottled: 1 });
});

test("a batch that is throttled in part counts once", async () => {
  const requests = { jobs: [{ DeleteRequest: { Key: { pk: { S: "a" } } } }] };
  const partial = { status: 200, body: { UnprocessedItems: requests } };
  const { client, counted } = await storeWith([partial, { status: 200, body: { UnprocessedItems: {} } }]);

  await client.send(new BatchWriteItemCommand({ RequestItems: requests }));
  expect(counted()).toEqual(["StoreThrottled"]);
  await client.send(new BatchWriteItemCommand({ RequestItems: requests }));
  expect(counted()).toEqual(["StoreThrottled"]);
});

test("other refusals do not count, and reach the caller", async () => {
  const { client, counted } = await storeWith([failure("ConditionalCheckFailedException")]);

  await expect(client.send(read)).rejects.toThrow("no");
  expect(counted()).toEqual([]);
});
