import { expect, test } from "@jest/globals";
import { RetryableError } from "../../../core/errors.ts";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { createFakeWebhookSecrets } from "../../fakes/webhook-secrets.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { type SignedEventOptions, signedEvent } from "../../fakes/webhooks/signed-event.ts";

const comment = (shown?: string, options: SignedEventOptions = {}) =>
  signedEvent("issue_comment", "created", {
    payload: exampleComment("/summary"),
    ...options,
    headers: { "x-origin-secret": shown, ...options.headers },
  });

const behindEdge = () => createWebhookEndpoint({ origin: createFakeWebhookSecrets("edge-secret") });

test("a webhook through the edge is accepted", async () => {
  expect(await behindEdge().deliver(comment("edge-secret"))).toMatchObject({ status: 202 });
});

test.each([
  ["a signed webhook", {}],
  ["a webhook that is too large", { body: "x".repeat(6 * 1024 * 1024 + 1) }],
  ["another path", { path: "/" }],
  ["another method", { method: "GET" }],
  ["a webhook without a signature", { headers: { "x-hub-signature-256": undefined } }],
])("case 18: straight to the origin, %s gets 403 and nothing else", async (_what, options) => {
  const endpoint = behindEdge();
  for (const shown of [undefined, "guess"]) {
    expect(await endpoint.deliver(comment(shown, options))).toEqual({
      status: 403,
      headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
      body: { error: { code: "not_through_edge", message: "Use the public address" } },
    });
  }
  expect(endpoint.queue.sent).toEqual([]);
});

test("an unreadable secret admits nothing", async () => {
  const read = () => Promise.reject(new RetryableError("secrets_unavailable", "secrets did not answer"));
  const endpoint = createWebhookEndpoint({ origin: { read, refresh: read } });
  const { status, body } = await endpoint.deliver(comment("edge-secret"));
  expect([status, body]).toEqual([503, { error: expect.objectContaining({ code: "unavailable" }) }]);
});

test("case 20: neither the secret nor a wrong one is logged", async () => {
  const endpoint = behindEdge();
  await endpoint.deliver(comment("edge-secret"));
  await endpoint.deliver(comment("a-guess-at-it"));
  expect(endpoint.log.text()).not.toMatch(/edge-secret|a-guess-at-it/);
});
