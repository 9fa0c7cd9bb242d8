import { describe, expect, test } from "@jest/globals";
import type { Request } from "@middy/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { maxReceives, retriesEndAfterMs, retryDelays } from "../../../core/deliveries/delivery-limits.ts";
import { RetryableError } from "../../../core/errors.ts";
import { idsOfRecord } from "../../../middleware/batch-failures.ts";
import { workLogs } from "../../../middleware/log.ts";
import { retryDelay } from "../../../middleware/retry-delay.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { aBatch } from "../../fakes/records/batch.ts";

/** Returns the delays of a batch of three of which these failed, each received this often. */
async function delayed(failed: string[], receives: number, fault?: Error) {
  const delays: [string, number][] = [];
  const log = createFakeLog();
  const delayMessage = async (receipt: string, seconds: number) => {
    if (fault) throw fault;
    delays.push([receipt, seconds]);
  };
  const { after } = retryDelay({
    delayMessage,
    ...retryDelays,
    logOf: workLogs(log, idsOfRecord),
  });
  const response = { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  await after?.({ event: aBatch(["a", "b", "c"], receives), response } as Request<
    SQSEvent,
    SQSBatchResponse
  >);
  return { delays, log };
}

test("only failed messages are delayed", async () => {
  expect((await delayed([], 1)).delays).toEqual([]);
  expect((await delayed(["m-0", "m-2"], 1)).delays).toEqual([
    ["receipt-0", 5],
    ["receipt-2", 5],
  ]);
});

test.each([
  [1, 5],
  [2, 15],
  [3, 45],
  [4, 135],
  [5, 180],
  [90, 180],
])("after delivery %i the next one follows in %i seconds", async (receives, seconds) => {
  expect((await delayed(["m-1"], receives)).delays).toEqual([["receipt-1", seconds]]);
});

test("all retries of a message take about a quarter of an hour", async () => {
  let seconds = 0;
  for (let receives = 1; receives < maxReceives; receives += 1) {
    const { delays } = await delayed(["m-1"], receives);
    seconds += delays[0]?.[1] ?? 0;
  }

  expect(seconds).toBe(920);
  expect(retriesEndAfterMs).toBeGreaterThan(seconds * 1_000);
});

test("a failed delay is logged, and the queue delivers the message by itself", async () => {
  const { log } = await delayed(["m-1"], 1, new RetryableError("queue_unavailable", "queue did not"));
  const fields = { message_id: "m-1", code: "queue_unavailable" };
  expect(log.lines).toMatchObject([{ level: "error", message: "message not delayed", fields }]);
});

describe("options", () => {
  test.each([0, -5, Number.NaN])("a first delay of %d throws when the chain is built", (firstDelay) => {
    const options = {
      delayMessage: async () => {},
      firstDelay,
      longestDelay: 180,
      logOf: workLogs(createFakeLog()),
    };
    expect(() => retryDelay(options)).toThrow(TypeError);
  });
});
