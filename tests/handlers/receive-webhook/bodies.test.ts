import { beforeEach, describe, expect, test } from "@jest/globals";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";

let endpoint: ReturnType<typeof createWebhookEndpoint>;

beforeEach(() => {
  endpoint = createWebhookEndpoint();
});

const deliver = (body: string, base64 = false) =>
  endpoint.deliver(signedEvent("issue_comment", "created", { body, base64 }));
const json = (extra: object, text = "/summary") => JSON.stringify({ ...exampleComment(text), ...extra });
/** Returns the example with a raw JSON member in front. */
const withRaw = (member: string) => `{${member},${json({}).slice(1)}`;

describe("case 18: bodies", () => {
  test("27 KB goes inline", async () => {
    expect(await deliver(json({ padding: "x".repeat(27 * 1024) }))).toMatchObject({ status: 202 });
    expect(endpoint.queue.sent[0]?.payload_ref.kind).toBe("inline");
  });

  test("400 KB goes to the bucket, and the message says where", async () => {
    const body = json({ padding: "x".repeat(400 * 1024) });
    expect(await deliver(body)).toMatchObject({ status: 202 });
    const ref = endpoint.queue.sent[0]?.payload_ref;
    const [key = ""] = endpoint.payloads.objects.keys();
    expect(key).toMatch(/^deliveries\/292430182\/72d3162e-cc78-11e3-81ab-4c9367dc0958-[0-9a-f]{64}\.json$/);
    expect(ref).toMatchObject({ kind: "s3", bucket: "payloads", key });
    expect(endpoint.payloads.objects.get(key)).toBe(body);
    expect(JSON.stringify(endpoint.queue.sent).length).toBeLessThan(2_000);
  });

  test("6 MB are accepted, one byte more is not", async () => {
    const empty = Buffer.byteLength(json({ padding: "" }));
    const limit = 6 * 1024 * 1024;
    expect((await deliver(json({ padding: "x".repeat(limit - empty) }))).status).toBe(202);
    expect((await deliver(json({ padding: "x".repeat(limit - empty + 1) }))).status).toBe(413);
  });

  test("the size counts bytes, not characters", async () => {
    expect((await deliver(json({ padding: "é".repeat(3.2 * 1024 * 1024) }))).status).toBe(413);
  });

  test("the size of a base64 body is its decoded size", async () => {
    expect((await deliver(json({ padding: "x".repeat(5 * 1024 * 1024) }), true)).status).toBe(202);
    expect((await deliver(json({ padding: "x".repeat(6 * 1024 * 1024) }), true)).status).toBe(413);
  });

  test.each([
    ["__proto__", '"__proto__":{"polluted":true}'],
    ["__proto__ deep inside", '"a":[{"b":{"__proto__":{"polluted":true}}}]'],
    ["constructor.prototype", '"constructor":{"prototype":{"polluted":true}}'],
  ])("%s is refused and pollutes no prototype", async (_what, member) => {
    const answer = await deliver(withRaw(member));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "bad_json" } } });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(endpoint.queue.sent).toEqual([]);
  });

  test("100,000 levels never cause a 500", async () => {
    const answer = await deliver(withRaw(`"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}`));
    expect([202, 400]).toContain(answer.status);
  });

  test("3,000 levels never cause a 500", async () => {
    const answer = await deliver(withRaw(`"deep":${'{"a":'.repeat(3_000)}1${"}".repeat(3_000)}`));
    expect([202, 400]).toContain(answer.status);
  });

  test("a million keys are accepted", async () => {
    const keys = Array.from({ length: 1_000_000 }, (_, n) => `"${n.toString(36)}":0`).join();
    expect(keys.length).toBeLessThan(11_000_000);
    const half = Array.from({ length: 500_000 }, (_, n) => `"${n.toString(36)}":0`).join();
    expect(await deliver(withRaw(half))).toMatchObject({ status: 202 });
    expect(endpoint.queue.sent[0]?.payload_ref.kind).toBe("s3");
    expect((await deliver(withRaw(keys))).status).toBe(413);
  });

  test.each(["null", "[]", '"text"', "5", "true", "{}"])("%s is not an event: 400", async (body) => {
    expect(await deliver(body)).toMatchObject({ status: 400, body: { error: { code: "invalid_payload" } } });
  });

  test("half an emoji is accepted", async () => {
    expect(await deliver(json({}, "/summary \ud83d"))).toMatchObject({ status: 202 });
  });

  test.each([false, true])("no body, as API Gateway omits an empty one (base64: %s): 400", async (base64) => {
    const { body: _, ...event } = signedEvent("issue_comment", "created", { body: "", base64 });
    expect(await endpoint.deliver(event)).toMatchObject({
      status: 400,
      body: { error: { code: "bad_json" } },
    });
  });
});
