import { describe, expect, test } from "@jest/globals";
import { InvalidError, PermanentError, RetryableError } from "../../../core/errors.ts";
import { createTestClock } from "../../fakes/clock.ts";
import { createFakeDeliveryStore } from "../../fakes/delivery-store.ts";
import { createFakeEnvelopeQueue } from "../../fakes/envelope-queue.ts";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { type SignedEventOptions, signedEvent } from "../../fakes/webhooks/signed-event.ts";

const comment = (options: SignedEventOptions = {}) =>
  signedEvent("issue_comment", "created", { payload: exampleComment("/summary"), ...options });
const id = { hook_id: "292430182", delivery_id: "72d3162e-cc78-11e3-81ab-4c9367dc0958" };
const down = () => Promise.reject(new RetryableError("down", "the inside: table xyz"));
const nothing = {
  error: { code: "unavailable", message: "It may not have been accepted; deliver it again later" },
};

describe("case 16: a dependency is down", () => {
  const deliveries = createFakeDeliveryStore(createTestClock());
  const queue = createFakeEnvelopeQueue();
  const large = comment({ payload: { ...exampleComment("/summary"), padding: "x".repeat(300_000) } });

  test.each([
    ["the table, at the first write", { deliveries: { ...deliveries, receive: down } }, comment()],
    ["the table, at the second write", { deliveries: { ...deliveries, enqueued: down } }, comment()],
    ["the queue", { queue: { ...queue, send: down } }, comment()],
    ["the bucket", { payloads: { put: down } }, large],
    ["the secrets", { secrets: { read: down, refresh: down } }, comment()],
  ])("%s: 503, without details", async (_what, change, event) => {
    const endpoint = createWebhookEndpoint(change);
    const { status, body } = await endpoint.deliver(event);
    expect([status, body]).toEqual([503, nothing]);
  });

  test("the secrets' source, if a signature does not match: 503, not 401", async () => {
    const read = async () => ["another"];
    const endpoint = createWebhookEndpoint({ secrets: { read, refresh: down } });
    expect((await endpoint.deliver(comment())).status).toBe(503);
  });

  test("an unexpected error: 500, without details", async () => {
    const send = () => Promise.reject(new TypeError("cannot read secret of undefined"));
    const endpoint = createWebhookEndpoint({ queue: { send } });
    const { status, body } = await endpoint.deliver(comment());
    expect([status, body]).toEqual([500, { error: { ...nothing.error, code: "internal_error" } }]);
  });

  test("a malformed secret: 500, without details", async () => {
    const read = () =>
      Promise.reject(new PermanentError("secret_malformed", "The GitHub secret is not JSON"));
    const endpoint = createWebhookEndpoint({ secrets: { read, refresh: read } });
    expect((await endpoint.deliver(comment())).body).toMatchObject({ error: { code: "internal_error" } });
  });

  test("a caller's error without a status of its own is a 400", async () => {
    const send = () => Promise.reject(new InvalidError("odd", "Odd"));
    const endpoint = createWebhookEndpoint({ queue: { send } });
    expect(await endpoint.deliver(comment())).toMatchObject({
      status: 400,
      body: { error: { code: "odd" } },
    });
  });

  test("a queue that does not respond in time: 503 before Lambda ends the request", async () => {
    const endpoint = createWebhookEndpoint({ queue: { send: () => new Promise(() => {}) } });
    const { status, body } = await endpoint.deliver(comment(), 520);
    expect([status, body]).toEqual([503, nothing]);
  });
});

describe("case 1: a crash between the record and the queue", () => {
  test("leaves the delivery RECEIVED with its envelope, and the repeat is sent, not a duplicate", async () => {
    const queue = createFakeEnvelopeQueue();
    let broken = true;
    const send: typeof queue.send = (envelope) => (broken ? down() : queue.send(envelope));
    const endpoint = createWebhookEndpoint({ queue: { send } });
    expect((await endpoint.deliver(comment())).status).toBe(503);
    const left = endpoint.deliveries.find(id);
    expect(left).toMatchObject({ status: "RECEIVED", envelope: { delivery_id: id.delivery_id } });

    broken = false;
    expect((await endpoint.deliver(comment())).status).toBe(202);
    expect(queue.sent).toHaveLength(1);
    expect(endpoint.deliveries.find(id)).toMatchObject({ status: "ENQUEUED", envelope: null });
  });
});

test("case 2: a crash after the message was sent sends it twice, and never loses it", async () => {
  const clock = createTestClock();
  const store = createFakeDeliveryStore(clock);
  let broken = true;
  const enqueued: typeof store.enqueued = (given) => (broken ? down() : store.enqueued(given));
  const endpoint = createWebhookEndpoint({ deliveries: { ...store, enqueued } });
  expect((await endpoint.deliver(comment())).status).toBe(503);
  broken = false;
  expect((await endpoint.deliver(comment())).status).toBe(202);
  expect((await endpoint.deliver(comment())).status).toBe(200);
  const [first, second, ...more] = endpoint.queue.sent;
  expect(more).toEqual([]);
  expect(first?.intent_key).toBe(second?.intent_key);
});

test("a delivery that is processed is a duplicate", async () => {
  const endpoint = createWebhookEndpoint();
  await endpoint.deliver(comment());
  await endpoint.deliveries.finish(id, { kind: "dispatched", job_ids: ["job"] });
  expect((await endpoint.deliver(comment())).body).toEqual({ duplicate: true, delivery_id: id.delivery_id });
  expect(endpoint.deliveries.find(id)?.status).toBe("PROCESSED");
});

test("case 3: a hundred concurrent requests with one GUID: no 5xx, one intent", async () => {
  const endpoint = createWebhookEndpoint();
  const answers = await Promise.all(Array.from({ length: 100 }, () => endpoint.deliver(comment())));
  expect(answers.every(({ status }) => status === 202 || status === 200)).toBe(true);
  expect(new Set(endpoint.queue.sent.map(({ intent_key }) => intent_key)).size).toBe(1);
});

test("case 4: one GUID from two hooks is two deliveries of one intent", async () => {
  const endpoint = createWebhookEndpoint();
  await endpoint.deliver(comment());
  const other = comment({ headers: { "x-github-hook-id": "999" } });
  expect((await endpoint.deliver(other)).status).toBe(202);
  expect(endpoint.queue.sent.map(({ hook_id }) => hook_id)).toEqual(["292430182", "999"]);
  expect(endpoint.queue.sent[0]?.intent_key).toBe(endpoint.queue.sent[1]?.intent_key);
});

test("case 5: a body replayed under a new GUID is the same intent", async () => {
  const endpoint = createWebhookEndpoint();
  await endpoint.deliver(comment());
  expect((await endpoint.deliver(comment({ delivery: "another-guid" }))).status).toBe(202);
  expect(endpoint.queue.sent[0]?.intent_key).toBe(endpoint.queue.sent[1]?.intent_key);
});

test("case 6: two edits of one comment are two intents, one edit delivered twice is one", async () => {
  const endpoint = createWebhookEndpoint();
  const edit = (body: string, updated_at: string, delivery: string) => {
    const payload = exampleComment(body, "edited");
    payload.comment = { ...payload.comment, updated_at };
    return endpoint.deliver(signedEvent("issue_comment", "edited", { payload, delivery }));
  };
  await edit("/summary", "2026-11-23T09:00:01Z", "e-1");
  await edit("/security", "2026-11-23T09:00:01Z", "e-2");
  await edit("/summary", "2026-11-23T09:00:02Z", "e-3");
  await edit("/summary", "2026-11-23T09:00:01Z", "e-4");
  const keys = endpoint.queue.sent.map(({ intent_key }) => intent_key);
  expect(new Set(keys).size).toBe(3);
  expect(keys[3]).toBe(keys[0]);
});

test("a repository's webhook, without hook and installation, is accepted", async () => {
  const endpoint = createWebhookEndpoint();
  const { installation: _, ...payload } = exampleComment("/summary");
  await endpoint.deliver(comment({ payload, headers: { "x-github-hook-id": undefined } }));
  expect(endpoint.queue.sent[0]).toMatchObject({ hook_id: "unknown", installation_id: null });
});
