import { beforeEach, expect, test } from "@jest/globals";
import {
  aCallback,
  aHeartbeat,
  aResult,
  callbackId,
  createCallbackEndpoint,
} from "../../fakes/callback-endpoint.ts";
import { createFakeWebhookSecrets } from "../../fakes/webhook-secrets.ts";
import { type SignedCallbackOptions, signedCallback } from "../../fakes/webhooks/signed-callback.ts";

let endpoint: Awaited<ReturnType<typeof createCallbackEndpoint>>;

beforeEach(async () => {
  endpoint = await createCallbackEndpoint();
});

interface Refused {
  status: number;
  code: string;
  message?: string;
}

async function expectRefused(
  body: unknown,
  options: SignedCallbackOptions,
  { status, ...error }: Refused,
): Promise<void> {
  expect(await endpoint.send(body, options)).toMatchObject({ status, body: { error } });
  expect(await endpoint.read()).toMatchObject({ status: "OPEN", heartbeat_at: null });
  expect(endpoint.tokens.sent).toEqual([]);
  expect(endpoint.payloads.objects.size).toBe(0);
}

const { type: _type, ...untyped } = aHeartbeat;
const finding = { path: "a.ts", line: 1, severity: "bad", title: "Wrong" };
const mistakes: [string, unknown, string][] = [
  ["no type", untyped, "`type` is missing: add it."],
  ["another type", { ...aHeartbeat, type: "cancel" }, "`type` must be one of `heartbeat`, `result`."],
  ["an attempt that is text", { ...aHeartbeat, attempt: "1" }, "`attempt` must be of type integer."],
  ["progress that is a number", { ...aHeartbeat, progress: 7 }, "`progress` must be of type string."],
  ["no outcome", { ...aResult, outcome: undefined }, "`outcome` is missing: add it."],
  [
    "an outcome of its own",
    { ...aResult, outcome: "done" },
    "`outcome` must be one of `answered`, `unavailable`, `failed`.",
  ],
  ["Markdown that is a list", { ...aResult, markdown: ["x"] }, "`markdown` must be of type string."],
  ["another version", { ...aResult, version: 2 }, "`version` must be `1`."],
  [
    "a finding of another severity",
    { ...aResult, findings: [finding] },
    "`findings[0].severity` must be one of `low`, `medium`, `high`.",
  ],
  ["a list", [aResult], "This must be of type object."],
  ["a text", "result", "This must be of type object."],
  ["null", null, "This must be of type object."],
];

test.each(mistakes)("%s: 400, which says what to change", (_what, body, message) =>
  expectRefused(body, {}, { status: 400, code: "invalid_payload", message }),
);

test("a refusal never repeats a value", async () => {
  const answer = await endpoint.send({ ...aResult, outcome: "<secret value>" });
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer) + endpoint.log.text()).not.toContain("secret value");
});

test.each([
  ["not JSON", "{{{"],
  ["empty", ""],
  ["JSON with a forbidden key", '{"__proto__":{"polluted":true}}'],
])("a body that is %s: 400", (_what, raw) => expectRefused(null, { raw }, { status: 400, code: "bad_json" }));

const maxBytes = 256 * 1024;

test("a body of more than 256 KiB: 413, before the callback is looked up", async () => {
  await expectRefused(null, { raw: "x".repeat(maxBytes + 1) }, { status: 413, code: "too_large" });
  const unknown = { raw: "x".repeat(maxBytes + 1), path: `/callbacks/${"u".repeat(48)}` };
  await expectRefused(null, unknown, { status: 413, code: "too_large" });
});

test("a result whose numbers grow beyond 256 KiB: 413", async () => {
  const number = '{"path":"a","line":1e7,"end_line":1e7,"severity":"low","title":"t"}';
  const findings = Array.from({ length: 200 }, () => number).join();
  const open = JSON.stringify({ ...aResult, markdown: undefined }).slice(0, -1);
  const head = `${open},"findings":[${findings}],"markdown":"`;
  const raw = `${head}${"x".repeat(maxBytes - head.length - 2)}"}`;
  await expectRefused(null, { raw }, { status: 413, code: "too_large" });
});

test("a result of exactly 256 KiB is accepted", async () => {
  const { length } = JSON.stringify({ ...aResult, markdown: "" });
  const answer = await endpoint.send({ ...aResult, markdown: "x".repeat(maxBytes - length) });
  expect(answer).toMatchObject({ status: 200, body: { status: "accepted" } });
});

const form = { "content-type": "application/x-www-form-urlencoded" };
test.each<[string, SignedCallbackOptions, number, string]>([
  ["another path", { path: `/callback/${callbackId}` }, 404, "not_found"],
  ["no id", { path: "/callbacks/" }, 404, "not_found"],
  ["more path after the id", { path: `/callbacks/${callbackId}/x` }, 404, "not_found"],
  ["an id that is too short", { path: "/callbacks/short" }, 404, "not_found"],
  ["an unknown id", { path: `/callbacks/${"u".repeat(48)}` }, 404, "not_found"],
  ["the stored hash in place of the id", { path: `/callbacks/${aCallback.key}` }, 404, "not_found"],
  ["another method", { method: "PUT" }, 405, "method_not_allowed"],
  ["a compressed body", { headers: { "content-encoding": "gzip" } }, 415, "unsupported_media_type"],
  ["a form", { headers: form }, 415, "unsupported_media_type"],
])("%s is refused", (_what, options, status, code) => expectRefused(aResult, options, { status, code }));

test("an unknown id gets the same response with every signature", async () => {
  const path = `/callbacks/${"u".repeat(48)}`;
  const wrong = Buffer.from("a wrong secret of an employee").toString("base64");
  const answers = [
    await endpoint.send(aResult, { path }),
    await endpoint.send(aResult, { path, secret: wrong }),
    await endpoint.send(aResult, { path, headers: { "webhook-signature": undefined } }),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveProperty("size", 1);
});

test("a request that bypasses the edge: 403, before the callback is looked up", async () => {
  let reads = 0;
  const read = async () => {
    reads += 1;
    return null;
  };
  const origin = createFakeWebhookSecrets("shown");
  const { send } = await createCallbackEndpoint({ callbacks: { ...endpoint.callbacks, read }, origin });
  expect(await send(aResult)).toMatchObject({ status: 403, body: { error: { code: "not_through_edge" } } });
  expect(reads).toBe(0);
  expect(await send(aResult, { headers: { "x-origin-secret": "shown" } })).toMatchObject({ status: 404 });
});

test("an event that is not an HTTP request: 400", async () => {
  const answer = await endpoint.deliver({ job_id: "x" } as never);
  expect(answer).toMatchObject({ status: 400, body: { error: { code: "bad_request" } } });
});

test("a table that does not respond in time: 503, counted once", async () => {
  const slow = Promise.withResolvers<null>();
  const { deliver, metrics } = await createCallbackEndpoint({ jobs: { read: () => slow.promise } });
  const answer = await deliver(signedCallback(callbackId, aResult), 510);
  expect(answer).toMatchObject({ status: 503, body: { error: { code: "unavailable" } } });
  slow.resolve(null);
  await new Promise((resolve) => setImmediate(resolve));
  expect(metrics.counted).toEqual([
    { name: "CallbackFailed", dimensions: {} },
    { name: "CallbackFailed", dimensions: { kind: "other" } },
  ]);
});

test("a fault of our own: 500, without a hint why", async () => {
  const fail = async () => {
    throw new Error("the employee's secret is hunter2");
  };
  const broken = await createCallbackEndpoint({ secrets: { read: fail, refresh: fail } });
  const answer = await broken.send(aResult);
  expect(answer).toMatchObject({ status: 500, body: { error: { code: "internal_error" } } });
  expect(JSON.stringify(answer) + broken.log.text()).not.toContain("hunter2");
});
