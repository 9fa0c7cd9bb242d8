import { FirehoseClient, type PutRecordBatchInput } from "@aws-sdk/client-firehose";
import { beforeEach, expect, test } from "@jest/globals";
import { createHistoryStream } from "../../../../adapters/storage/history-stream.ts";
import type { HistoryRecord } from "../../../../core/jobs/history-record.ts";
import { aHistory } from "../../../fakes/records/history.ts";

let calls: PutRecordBatchInput[];

beforeEach(() => {
  calls = [];
});

/** A client that sends nothing: it leaves every record of the refused calls, as Firehose reports it. */
function aClient(refused: (index: number) => boolean = () => false): FirehoseClient {
  const client = new FirehoseClient({ region: "eu-central-1" });
  client.middlewareStack.add(() => async ({ input }) => {
    const call = input as PutRecordBatchInput;
    calls.push(call);
    const RequestResponses = (call.Records ?? []).map((_record, index) =>
      refused(index) ? { ErrorCode: "ServiceUnavailableException" } : { RecordId: `r-${index}` },
    );
    return { output: { FailedPutCount: 0, RequestResponses, $metadata: {} }, response: {} };
  });
  return client;
}

async function records(count: number): Promise<HistoryRecord[]> {
  const [record] = await aHistory({}, []);
  return Array.from({ length: count }, (_, n) => ({ ...record, n: n + 1 }) as HistoryRecord);
}

const lines = ({ Records = [] }: PutRecordBatchInput) => Records.map(({ Data }) => Buffer.from(Data ?? []));

test("each record is a line of JSON", async () => {
  const sent = await records(2);
  expect(await createHistoryStream("history", aClient()).put(sent)).toEqual([]);
  expect(calls.map(({ DeliveryStreamName }) => DeliveryStreamName)).toEqual(["history"]);
  const text = calls.flatMap(lines).join("");
  expect(text.endsWith("}\n")).toBe(true);
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(sent);
});

test("the records that Firehose leaves are returned", async () => {
  const sent = await records(4);
  const left = await createHistoryStream(
    "history",
    aClient((index) => index % 2 === 1),
  ).put(sent);
  expect(left.map(({ n }) => n)).toEqual([2, 4]);
});

test("no call has more records than Firehose accepts", async () => {
  const sent = await records(1001);
  const left = await createHistoryStream(
    "history",
    aClient((index) => index === 0),
  ).put(sent);
  expect(calls.map(({ Records }) => Records?.length)).toEqual([500, 500, 1]);
  expect(left.map(({ n }) => n)).toEqual([1, 501, 1001]);
});

test("an unavailable stream throws a RetryableError without its name", async () => {
  const client = new FirehoseClient({ region: "eu-central-1" });
  client.middlewareStack.add(() => () => Promise.reject(new Error("my-secret")));
  const error: unknown = await createHistoryStream("history", client)
    .put(await records(1))
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "RetryableError", code: "history_stream_unavailable" });
  expect(String(error)).not.toContain("my-secret");
});
