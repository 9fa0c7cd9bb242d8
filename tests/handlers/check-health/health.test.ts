import { expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { RetryableError } from "../../../core/errors.ts";
import { createHandler } from "../../../functions/check-health/handler.ts";
import type { Origin } from "../../../middleware/origin.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { createFakeWebhookSecrets } from "../../fakes/webhook-secrets.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";

const answers = async () => {};
const never = () => new Promise<void>(() => {});
const broken = () => Promise.reject(new RetryableError("queue_unavailable", "queue is unavailable"));
const all = { idempotency_table: answers, job_table: answers, queue: answers };

interface Change {
  probes?: Record<string, () => Promise<void>>;
  origin?: Origin;
  shown?: string;
  remainingMs?: number;
  timeoutMs?: number;
}

async function check({
  probes = {},
  origin = "unchecked",
  shown,
  remainingMs = 5_000,
  timeoutMs = 20,
}: Change) {
  const log = createFakeLog();
  const handler = createHandler({ log, origin, probes: { ...all, ...probes }, timeoutMs });
  const options = { method: "GET", path: "/health", body: "", headers: { "x-origin-secret": shown } };
  const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
  const { statusCode, headers, body } = await handler(signedEvent("ping", undefined, options), context);
  return { log, status: statusCode, cache: headers?.["cache-control"], body: JSON.parse(body ?? "") };
}

test("200: all parts respond", async () => {
  const { log, ...answer } = await check({});
  expect(answer).toEqual({ status: 200, cache: "public, max-age=5", body: { status: "ok" } });
  expect(log.lines).toEqual([]);
});

test("503 names the parts that do not respond in time, and nothing else", async () => {
  const { log, ...answer } = await check({ probes: { queue: broken, job_table: never } });
  expect(answer).toEqual({
    status: 503,
    cache: "public, max-age=5",
    body: { status: "unavailable", parts: ["job_table", "queue"] },
  });
  expect(log.lines).toMatchObject([
    { level: "error", fields: { part: "job_table", code: "too_slow" } },
    { level: "error", fields: { part: "queue", code: "queue_unavailable" } },
  ]);
});

test("all parts are probed at the same time", async () => {
  const asked: string[] = [];
  const meets = (name: string) => async () => {
    asked.push(name);
    while (asked.length < 3) await new Promise(setImmediate);
  };
  const probes = { idempotency_table: meets("a"), job_table: meets("b"), queue: meets("c") };
  expect((await check({ probes, timeoutMs: 5_000 })).status).toBe(200);
});

test("a request straight to the origin is refused, and no part is probed", async () => {
  const probes = { queue: () => Promise.reject(new Error("must not be asked")) };
  const origin = createFakeWebhookSecrets("edge-secret");
  expect(await check({ probes, origin, shown: "guess" })).toMatchObject({
    status: 403,
    cache: "no-store",
    body: { error: { code: "not_through_edge" } },
  });
  expect((await check({ origin, shown: "edge-secret" })).status).toBe(200);
});

test("an unreadable origin secret counts as an unavailable part", async () => {
  const origin = { read: () => new Promise<string[]>(() => {}), refresh: async () => null };
  expect(await check({ origin, shown: "edge-secret", remainingMs: 320 })).toMatchObject({
    status: 503,
    body: { status: "unavailable", parts: ["secrets"] },
  });
});

test("case 20: an unexpected error reveals nothing", async () => {
  const probes = { queue: () => Promise.reject(new Error("https://user:very-private@host")) };
  const { log, body } = await check({ probes });
  expect(body).toEqual({ status: "unavailable", parts: ["queue"] });
  expect(log.text()).not.toContain("very-private");
});
