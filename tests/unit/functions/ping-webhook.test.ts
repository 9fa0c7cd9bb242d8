import { expect, test } from "@jest/globals";
import { RetryableError } from "../../../core/errors.ts";
import { createHandler } from "../../../functions/ping-webhook/handler.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { createFakeMetrics } from "../../fakes/metrics.ts";

const pong = { ok: true, status: 200, code: null, milliseconds: 42 };
const refusal = { ok: false, status: 403, code: "no_pong", milliseconds: 7 };

function setUp(answer: typeof pong | typeof refusal, read = async () => ["current", "previous"]) {
  const pinged: string[] = [];
  const fakes = { log: createFakeLog(), metrics: createFakeMetrics() };
  const endpoint = {
    async ping(secret: string) {
      pinged.push(secret);
      return answer;
    },
  };
  const handler = createHandler({ ...fakes, secrets: { read }, endpoint });
  const context = { getRemainingTimeInMillis: () => 30_000 };
  return { ...fakes, pinged, run: () => handler({}, context as never) };
}

test("counts a pong, logs its time, and signs with the current secret", async () => {
  const { run, pinged, metrics, log } = setUp(pong);
  expect(await run()).toEqual(pong);
  expect(pinged).toEqual(["current"]);
  expect(metrics.counted).toEqual([{ name: "PingAnswered", dimensions: {} }]);
  expect(log.lines).toMatchObject([{ message: "step done", fields: { milliseconds: 42 } }]);
  expect(log.lines.filter(({ level }) => level === "error")).toEqual([]);
});

test("a failed ping is not counted, and logged with its reason, and not retried", async () => {
  const { run, metrics, log } = setUp(refusal);
  expect(await run()).toEqual(refusal);
  expect(metrics.counted).toEqual([]);
  expect(log.lines).toContainEqual({ level: "error", message: "ping failed", fields: refusal });
});

test("a ping that cannot be signed fails the run: it says nothing about the endpoint", async () => {
  const { run, metrics, pinged } = setUp(pong, async () => {
    throw new RetryableError("secrets_unavailable", "secrets is unavailable");
  });
  await expect(run()).rejects.toThrow("secrets_unavailable");
  expect(pinged).toEqual([]);
  expect(metrics.counted).toEqual([]);
});

test("no secret is logged", async () => {
  const { run, log } = setUp(refusal);
  await run();
  expect(log.text()).not.toContain("current");
});
