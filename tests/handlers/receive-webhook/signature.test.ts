import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { createFakeWebhookSecrets } from "../../fakes/webhook-secrets.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { type SignedEventOptions, signatureOf, signedEvent } from "../../fakes/webhooks/signed-event.ts";

let endpoint: ReturnType<typeof createWebhookEndpoint>;

beforeEach(() => {
  endpoint = createWebhookEndpoint();
});

const comment = (options: SignedEventOptions = {}) =>
  signedEvent("issue_comment", "created", { payload: exampleComment("/summary"), ...options });
const withSignature = (signature: string) => comment({ headers: { "x-hub-signature-256": signature } });
const body = JSON.stringify(exampleComment("/summary"));

test("the signature of GitHub's own test vector is valid (and the body is not JSON)", async () => {
  const secret = "It's a Secret to Everybody";
  const known = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  endpoint = createWebhookEndpoint({ secrets: createFakeWebhookSecrets(secret) });
  const event = signedEvent("ping", undefined, {
    body: "Hello, World!",
    headers: { "x-hub-signature-256": known },
  });
  expect(await endpoint.deliver(event)).toMatchObject({ status: 400, body: { error: { code: "bad_json" } } });
});

test("the raw bytes are signed, whatever the characters and the white space", async () => {
  const payload = exampleComment("/summary 🎉 naïve \u2028");
  const pretty = JSON.stringify(payload, null, 3);
  expect(await endpoint.deliver(comment({ body: pretty }))).toMatchObject({ status: 202 });
  const sent = endpoint.queue.sent[0]?.payload_ref;
  expect(sent).toMatchObject({ payload: { comment: { body: "/summary 🎉 naïve \u2028" } } });
});

test("case 18: a base64 body is decoded before it is verified", async () => {
  const payload = exampleComment("/summary 🎉");
  expect(await endpoint.deliver(comment({ payload, base64: true }))).toMatchObject({ status: 202 });
  expect(endpoint.queue.sent[0]?.payload_ref).toMatchObject({
    payload: { comment: { body: "/summary 🎉" } },
  });
});

test("a signature over the base64 text is invalid", async () => {
  const text = Buffer.from(body).toString("base64");
  const event = comment({ base64: true, headers: { "x-hub-signature-256": signatureOf(text) } });
  expect(await endpoint.deliver(event)).toMatchObject({ status: 401 });
});

test("bytes that are not UTF-8 are verified as they are", async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
  const event = signedEvent("ping", undefined, { body: bytes, base64: true });
  expect(await endpoint.deliver(event)).toMatchObject({ status: 400, body: { error: { code: "bad_json" } } });
});

test.each([true, false])(
  "a body that API Gateway omits is signed as an empty one (base64: %s)",
  async (base64) => {
    const { body: _, ...event } = comment({ body: "", base64 });
    expect(await endpoint.deliver(event)).toMatchObject({
      status: 400,
      body: { error: { code: "bad_json" } },
    });
  },
);

const good = signatureOf(body);
test.each([
  ["upper-case digits", good.toUpperCase().replace("SHA256", "sha256")],
  ["two signatures", `${good}, ${good}`],
  ["two signatures, the first one wrong", `sha256=${"0".repeat(64)},${good}`],
  ["a signature that is too short", good.slice(0, -1)],
  ["a signature that is too long", `${good}0`],
  ["an empty signature", "sha256="],
  ["SHA-1", `sha1=${createHmac("sha1", "local-webhook-secret").update(body).digest("hex")}`],
  ["characters that are not digits", `sha256=${"z".repeat(64)}`],
  ["white space around it", ` ${good}`],
  ["a line break after it", `${good}\n`],
])("case 18: %s: 401, and the secrets are not read", async (_what, signature) => {
  let reads = 0;
  const read = async () => {
    reads += 1;
    return ["local-webhook-secret"];
  };
  endpoint = createWebhookEndpoint({ secrets: { read, refresh: read } });
  expect(await endpoint.deliver(withSignature(signature))).toMatchObject({
    status: 401,
    body: {
      error: { code: "bad_signature", message: "X-Hub-Signature-256 is not sha256=<64 hex digits>" },
    },
  });
  expect(reads).toBe(0);
  expect(endpoint.queue.sent).toEqual([]);
});

test("SHA-1 alone, in GitHub's older header, is not a signature", async () => {
  const older = `sha1=${createHmac("sha1", "local-webhook-secret").update(body).digest("hex")}`;
  const event = comment({ headers: { "x-hub-signature-256": undefined, "x-hub-signature": older } });
  expect(await endpoint.deliver(event)).toMatchObject({
    status: 401,
    body: { error: { code: "missing_signature" } },
  });
});

describe("nothing is parsed before it is verified", () => {
  const hostile = [
    ["a body that is not JSON", "{{{"],
    ["base64 that is not JSON", "%%%"],
    ["a forbidden key", '{"__proto__":{"polluted":true}}'],
    ["deep nesting", "[".repeat(100_000)],
  ] as const;

  test.each(hostile)("%s with a wrong signature: 401", async (_what, text) => {
    const event = comment({ body: text, secret: "another" });
    expect(await endpoint.deliver(event)).toMatchObject({ status: 401 });
  });

  test("a form with a wrong signature: 401", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(await endpoint.deliver(comment({ headers, secret: "another" }))).toMatchObject({ status: 401 });
  });

  test("missing headers with a wrong signature: 401", async () => {
    const headers = { "x-github-event": undefined, "x-github-delivery": undefined };
    expect(await endpoint.deliver(comment({ headers, secret: "another" }))).toMatchObject({ status: 401 });
  });
});

describe("case 17: the secret is rotated under traffic", () => {
  test("both versions are accepted in the overlap, and the old one is refused after it", async () => {
    const secrets = createFakeWebhookSecrets("new", "old");
    endpoint = createWebhookEndpoint({ secrets });
    expect((await endpoint.deliver(comment({ secret: "new", delivery: "d-1" }))).status).toBe(202);
    expect((await endpoint.deliver(comment({ secret: "old", delivery: "d-2" }))).status).toBe(202);
    const after = createWebhookEndpoint({ secrets: createFakeWebhookSecrets("newer", "new") });
    expect((await after.deliver(comment({ secret: "old" }))).status).toBe(401);
  });

  test("a secret that this process does not know yet is fetched", async () => {
    const secrets = createFakeWebhookSecrets("old");
    endpoint = createWebhookEndpoint({ secrets });
    secrets.source = ["new", "old"];
    expect((await endpoint.deliver(comment({ secret: "new" }))).status).toBe(202);
    expect(secrets.refreshes).toBe(1);
  });

  test("a response says which secret signed, never the secret", async () => {
    endpoint = createWebhookEndpoint({ secrets: createFakeWebhookSecrets("new", "old") });
    const signed = (secret: string, delivery: string) => endpoint.deliver(comment({ secret, delivery }));
    expect((await signed("new", "d-1")).headers["x-signed-with"]).toBe("current");
    expect((await signed("old", "d-2")).headers["x-signed-with"]).toBe("other");
    // The response to a duplicate has the header too.
    expect(await signed("new", "d-2")).toMatchObject({
      ...{ status: 200, body: { duplicate: true }, headers: { "x-signed-with": "current" } },
    });
    const ping = await endpoint.deliver(signedEvent("ping", undefined, { payload: {}, secret: "old" }));
    expect(ping.headers["x-signed-with"]).toBe("other");
    expect((await signed("another", "d-3")).headers).not.toHaveProperty("x-signed-with");
  });

  test("a secret that was just fetched is identified too", async () => {
    const secrets = createFakeWebhookSecrets("old");
    endpoint = createWebhookEndpoint({ secrets });
    secrets.source = ["new", "old"];
    expect((await endpoint.deliver(comment({ secret: "new" }))).headers["x-signed-with"]).toBe("current");
  });

  test("a flood of bad signatures reads the source once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => endpoint.deliver(comment({ secret: "another" }))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(endpoint.secrets.refreshes).toBe(1);
  });

  test("valid signatures never read the source again", async () => {
    await endpoint.deliver(comment());
    expect(endpoint.secrets.refreshes).toBe(0);
  });
});
