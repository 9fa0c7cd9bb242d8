import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "@jest/globals";
import { readJobImage } from "../../../../adapters/dynamodb/job-item.ts";
import { openTable } from "../../../../adapters/dynamodb/table.ts";

/** A client that returns these pages, one for each query, and records where each query starts. */
function clientWithPages(pages: { Items?: object[]; LastEvaluatedKey?: object }[]) {
  const starts: unknown[] = [];
  const send = async ({ input }: { input: { ExclusiveStartKey?: unknown } }) => {
    starts.push(input.ExclusiveStartKey);
    return pages[starts.length - 1];
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, starts };
}

const pages = [{ Items: [{ n: 1 }], LastEvaluatedKey: { pk: "1" } }, {}, { Items: [{ n: 9 }] }];
const query = { KeyConditionExpression: "pk = :pk" };

test("a query without a limit reads all pages", async () => {
  const { client, starts } = clientWithPages(pages);
  expect(await openTable("t", "t", client).query(query)).toEqual([{ n: 1 }]);
  expect(starts).toEqual([undefined, { pk: "1" }]);
});

test("a query with a limit reads one page", async () => {
  const { client, starts } = clientWithPages(pages);
  expect(await openTable("t", "t", client).query({ ...query, Limit: 1 })).toEqual([{ n: 1 }]);
  expect(starts).toHaveLength(1);
});

test("a write whose condition does not hold returns null", async () => {
  const refused = Object.assign(new Error("refused"), { name: "ConditionalCheckFailedException" });
  const client = { send: () => Promise.reject(refused) } as unknown as DynamoDBDocumentClient;
  const table = openTable("t", "t", client);
  expect(await table.put({ Item: {} })).toBeNull();
  expect(await table.update({ Key: {} })).toBeNull();
});

test("an image of the stream is a job; without an image there is none", () => {
  expect(readJobImage(marshall({ job_id: "j", attempt: 2 }))).toEqual({ job_id: "j", attempt: 2 });
  expect(readJobImage(undefined)).toBeNull();
});
