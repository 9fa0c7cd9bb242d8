import { describe, expect, jest, test } from "@jest/globals";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { isEmployeeResult } from "../../../core/generated/validators.mjs";
import { aCallback, aResult, callbackId, createCallbackEndpoint } from "../../fakes/callback-endpoint.ts";
import { type SignedCallbackOptions, signedCallback } from "../../fakes/webhooks/signed-callback.ts";
import { hostileBodiesOf } from "./hostile-bodies.ts";

/** Responses that the contract allows while the stores work: docs/callbacks.md. */
const answers = [200, 400, 401, 403, 404, 405, 409, 413, 415];
const ofObjects = Reflect.ownKeys(Object.prototype).length;
const hostileBodies = hostileBodiesOf({ ...aResult, markdown: "All good. @@" });
const limit = 256 * 1024;

/** Delivers an event to an open callback and checks everything that must hold for any request. */
async function deliver(event: APIGatewayProxyEventV2): Promise<number> {
  const endpoint = await createCallbackEndpoint();
  const answer = await endpoint.deliver(event);
  expect(answers).toContain(answer.status);
  expect(JSON.stringify(answer.body).length).toBeLessThan(500);
  expect(Reflect.ownKeys(Object.prototype)).toHaveLength(ofObjects);
  const [line, ...more] = endpoint.log.lines;
  expect(more).toEqual([]);
  expect(line?.fields.status).toBe(answer.status);
  expect(JSON.stringify(line).length).toBeLessThan(4_000);
  expect(endpoint.log.text()).not.toContain(callbackId);

  const stored = [...endpoint.payloads.objects];
  expect(stored.map(([key]) => key)).toEqual(answer.status === 200 ? [aCallback.result_key] : []);
  expect((await endpoint.read())?.status).toBe(answer.status === 200 ? "RESULT" : "OPEN");
  expect(endpoint.tokens.sent).toEqual(answer.status === 200 ? [`succeed ${aCallback.task_token}`] : []);
  for (const [, text] of stored) {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(isEmployeeResult(JSON.parse(text))).toBe(true);
  }
  return answer.status;
}

const signed = (raw: Buffer, options: SignedCallbackOptions = {}) =>
  signedCallback(callbackId, null, { raw, base64: true, ...options });

describe("a signed callback is accepted or rejected", () => {
  test.each(hostileBodies)("%s", async (_what, raw) => {
    expect([200, 400, 413]).toContain(await deliver(signed(raw)));
  });
});

describe("an unsigned callback is rejected and never parsed", () => {
  const secret = Buffer.from("a secret of another employee").toString("base64");

  test.each(hostileBodies.filter(([, { length }]) => length <= limit))("%s", async (_what, raw) => {
    const event = signed(raw, { secret });
    const parse = jest.spyOn(JSON, "parse");
    expect(await deliver(event)).toBe(401);
    // Only the test parsed a text, the response.
    expect(parse.mock.calls.every(([text]) => text.length < 500)).toBe(true);
    jest.restoreAllMocks();
  });
});

describe("a hostile path leads nowhere", () => {
  const ids = [
    ...["", ".", "..", "../webhooks/github", "%2e%2e", "%00", "\0", "\n", "a b", "é", "🐢", "*", "{id}"],
    ...[
      "__proto__",
      "constructor",
      `${callbackId}\n`,
      `${callbackId}%20`,
      ` ${callbackId}`,
      `${callbackId}?a`,
    ],
    ...[callbackId.toUpperCase(), callbackId.slice(1), `${callbackId}c`, "x".repeat(100_000)],
    ...[`callback#${aCallback.key}`, aCallback.key, `intent#${aCallback.key}`],
  ];
  test.each(ids)("%j", async (id) => {
    expect(await deliver(signedCallback(id, aResult))).toBe(404);
  });
});

describe("hostile headers are a missing or wrong signature", () => {
  const good = signedCallback(callbackId, aResult).headers["webhook-signature"] ?? "";
  const headers: [string, Record<string, string>][] = [
    ["100,000 signatures", { "webhook-signature": "v1,AAAA ".repeat(100_000) }],
    ["a signature of a million letters", { "webhook-signature": `v1,${"A".repeat(1_000_000)}` }],
    ["commas alone", { "webhook-signature": ",".repeat(10_000) }],
    ["spaces alone", { "webhook-signature": " ".repeat(10_000) }],
    ["a version of another kind", { "webhook-signature": good.replace("v1,", "v1\0,") }],
    ["another id", { "webhook-id": "msg_\u{1f422}.1.x" }],
    ["an id that contains a body", { "webhook-id": `msg_1.1.${JSON.stringify(aResult)}` }],
    ["a time before the epoch", { "webhook-timestamp": "-99999999999999" }],
    ["a time with five million digits", { "webhook-timestamp": "9".repeat(5_000_000) }],
    ["a time in hexadecimal", { "webhook-timestamp": "0xffffffff" }],
    ["no time", { "webhook-timestamp": " " }],
    ["GitHub's signature alone", { "webhook-signature": "", "x-hub-signature-256": "sha256=00" }],
  ];
  test.each(headers)("%s", async (_what, change) => {
    expect(await deliver(signedCallback(callbackId, aResult, { headers: change }))).toBe(401);
  });
});

describe("hostile fields of a result are refused, or stored as text that the publisher neutralizes", () => {
  const values: [string, object][] = [
    ["an attempt of 1e400", { attempt: Number.POSITIVE_INFINITY }],
    ["an attempt of 1.5", { attempt: 1.5 }],
    ["a job ID of another table's key", { job_id: "intent#abc" }],
    ["a job ID that is a list", { job_id: [aCallback.job_id] }],
    ["a negative cost", { cost: { dollars: -1 } }],
    ["tokens of a trillion", { usage: { input_tokens: 1e12, output_tokens: 0 } }],
    ["201 findings", { findings: Array.from({ length: 201 }, () => ({ path: "a" })) }],
    [
      "a finding with a list for a path",
      { findings: [{ path: ["a"], line: 1, severity: "low", title: "t" }] },
    ],
    ["more reviewed files than there are", { coverage: { files_reviewed: -1, files_total: 0 } }],
    ["another result key", { result_key: "results/other.json" }],
    ["another token", { task_token: "stolen", key: "x", status: "OPEN" }],
    [
      "hidden markers and commands",
      { markdown: "<!-- pr-comment-automation job=x part=1 -->\n/security\n@octo" },
    ],
  ];
  test.each(values)("%s", async (_what, change) => {
    expect([200, 400, 409]).toContain(await deliver(signedCallback(callbackId, { ...aResult, ...change })));
  });
});
