import { beforeEach, describe, expect, test } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import { aHeartbeat, aResult, createCallbackEndpoint } from "../../fakes/callback-endpoint.ts";
import { createFakeWebhookSecrets } from "../../fakes/webhook-secrets.ts";
import { callbackHeaders, employeeSecret } from "../../fakes/webhooks/signed-callback.ts";

let endpoint: Awaited<ReturnType<typeof createCallbackEndpoint>>;
const other = Buffer.from("another secret of an employee").toString("base64");

beforeEach(async () => {
  endpoint = await createCallbackEndpoint();
});

async function expectUnchanged(): Promise<void> {
  expect(await endpoint.read()).toMatchObject({ status: "OPEN", heartbeat_at: null });
  expect(endpoint.tokens.sent).toEqual([]);
  expect(endpoint.payloads.objects.size).toBe(0);
}

test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])("%s is missing: 401", async (name) => {
  const answer = await endpoint.send(aResult, { headers: { [name]: undefined } });
  expect(answer).toMatchObject({
    status: 401,
    body: { error: { code: "missing_signature", message: `Missing headers: ${name}` } },
  });
  await expectUnchanged();
});

const body = JSON.stringify(aResult);
const good = callbackHeaders(body)["webhook-signature"] ?? "";
test.each([
  ["of another secret", callbackHeaders(body, { secret: other })["webhook-signature"] ?? ""],
  ["of another body", callbackHeaders(`${body} `)["webhook-signature"] ?? ""],
  ["of another version", good.replace("v1,", "v1a,")],
  ["without a version", good.replace("v1,", "")],
  ["that is cut", good.slice(0, -1)],
  ["that is empty", "v1,"],
  ["of GitHub's form", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"],
])("a signature %s: 401, and nothing changes", async (_what, signature) => {
  const answer = await endpoint.send(aResult, { headers: { "webhook-signature": signature } });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "bad_signature" } } });
  await expectUnchanged();
});

test("one of several signatures is enough, as during a rotation at the sender", async () => {
  const headers = callbackHeaders(body);
  const wrong = callbackHeaders(body, { secret: other })["webhook-signature"];
  const both = { ...headers, "webhook-signature": `${wrong} ${headers["webhook-signature"]}` };
  expect((await endpoint.send(aResult, { headers: both })).status).toBe(200);
});

test("the id is signed too", async () => {
  const answer = await endpoint.send(aResult, { headers: { "webhook-id": "msg_2" } });
  expect(answer.status).toBe(401);
  await expectUnchanged();
});

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

test.each([
  ["four minutes ago", -4],
  ["in four minutes", 4],
])("a callback signed %s is in time", async (_when, offset) => {
  expect((await endpoint.send(aResult, { at: minutes(offset) })).status).toBe(200);
});

test.each([
  ["six minutes ago", -6],
  ["in six minutes", 6],
])("a callback signed %s: 401, and nothing changes", async (_when, offset) => {
  const answer = await endpoint.send(aResult, { at: minutes(offset) });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "stale_signature" } } });
  await expectUnchanged();
});

test.each(["soon", "-1", "1e99", "NaN"])("a timestamp that is %j: 401", async (timestamp) => {
  const answer = await endpoint.send(aResult, { headers: { "webhook-timestamp": timestamp } });
  expect(answer.status).toBe(401);
  await expectUnchanged();
});

test.each([true, false])("the raw bytes are signed (base64: %s)", async (base64) => {
  const raw = JSON.stringify({ ...aHeartbeat, progress: "naïve 🎉 \u2028" }, null, 3);
  expect(await endpoint.send(null, { raw, base64 })).toMatchObject({ status: 200 });
  expect(await endpoint.read()).toMatchObject({ progress: "naïve 🎉 \u2028" });
});

test("nothing is parsed before it is verified", async () => {
  for (const raw of ["{{{", "[".repeat(100_000), '{"__proto__":{"polluted":true}}', ""]) {
    expect((await endpoint.send(null, { secret: other, raw })).status).toBe(401);
  }
});

describe("while the employee's secret is rotated", () => {
  test("the current and the previous one are accepted", async () => {
    for (const secret of [employeeSecret, other]) {
      const secrets = createFakeWebhookSecrets(employeeSecret, other);
      const { send } = await createCallbackEndpoint({ secrets });
      expect((await send(aResult, { secret })).status).toBe(200);
    }
  });

  test("one that this process does not know yet is fetched", async () => {
    const secrets = createFakeWebhookSecrets(other);
    endpoint = await createCallbackEndpoint({ secrets });
    secrets.source = [employeeSecret, other];
    expect((await endpoint.send(aResult)).status).toBe(200);
    expect(secrets.refreshes).toBe(1);
  });

  test("a flood of bad signatures reads the source once", async () => {
    const flood = Array.from({ length: 50 }, () => endpoint.send(aResult, { secret: other }));
    expect(new Set((await Promise.all(flood)).map(({ status }) => status))).toEqual(new Set([401]));
    expect(endpoint.secrets.refreshes).toBe(1);
  });

  test("a stale time does not read the source", async () => {
    await endpoint.send(aResult, { at: minutes(-10), secret: other });
    expect(endpoint.secrets.refreshes).toBe(0);
  });
});

test("the secret of the callback's own employee counts, whatever the body says", async () => {
  const asked: string[] = [];
  const read = async (employee: string) => {
    asked.push(employee);
    return [employeeSecret];
  };
  endpoint = await createCallbackEndpoint({ secrets: { read, refresh: read } });
  await endpoint.send({ ...aResult, employee: "another" });
  expect(asked).toEqual(["security"]);
});

test("a secret with the specification's prefix signs the same", () => {
  const at = new Date();
  const prefixed = new Webhook(`whsec_${employeeSecret}`).sign("m", at, "x");
  expect(prefixed).toBe(new Webhook(employeeSecret).sign("m", at, "x"));
});

test("a secret that is not base64 is a fault of the stack: 500, and the log names it", async () => {
  const { send, log } = await createCallbackEndpoint({ secrets: createFakeWebhookSecrets("not base64!") });
  expect((await send(aResult)).status).toBe(500);
  expect(log.text()).toContain("employee_secret_malformed");
  expect(log.text()).not.toContain("not base64!");
});
