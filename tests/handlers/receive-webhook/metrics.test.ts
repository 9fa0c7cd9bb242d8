import { beforeEach, describe, expect, test } from "@jest/globals";
import { PermanentError, RetryableError } from "../../../core/errors.ts";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { type SignedEventOptions, signedEvent } from "../../fakes/webhooks/signed-event.ts";

let endpoint: ReturnType<typeof createWebhookEndpoint>;

beforeEach(() => {
  endpoint = createWebhookEndpoint();
});

const comment = (options: SignedEventOptions = {}) =>
  signedEvent("issue_comment", "created", { payload: exampleComment("/summary"), ...options });

const counted = () => endpoint.metrics.counted.map(({ name, dimensions }) => [name, dimensions]);

test("an accepted webhook counts as accepted, its repeat as a duplicate", async () => {
  await endpoint.deliver(comment());
  expect(counted()).toEqual([["WebhookAccepted", {}]]);
  await endpoint.deliver(comment());
  expect(counted().slice(1)).toEqual([["DuplicateFound", { level: "transport" }]]);
});

test.each([
  ["a ping", signedEvent("ping"), "ping"],
  ["an unsupported event", signedEvent("push"), "unsupported_event"],
  ["a comment on an issue", signedEvent("issue_comment", "created"), "not_a_pull_request"],
])("%s counts as ignored, with the reason", async (_what, event, reason) => {
  await endpoint.deliver(event);
  expect(counted()).toEqual([["WebhookIgnored", { reason }]]);
});

test.each([
  ["bad JSON", { body: "{" }, "bad_json"],
  ["a form", { headers: { "content-type": "application/x-www-form-urlencoded" } }, "unsupported_media_type"],
  ["another path", { path: "/" }, "not_found"],
  ["another method", { method: "GET" }, "method_not_allowed"],
  ["a body that is too large", { body: "x".repeat(6 * 1024 * 1024 + 1) }, "too_large"],
  ["no delivery ID", { headers: { "x-github-delivery": undefined } }, "missing_header"],
  ["a payload that is not the event's", { payload: { action: "created" } }, "invalid_payload"],
])("%s counts as refused, with the code", async (_what, options, reason) => {
  await endpoint.deliver(comment(options));
  expect(counted()).toEqual([["WebhookRefused", { reason }]]);
});

test.each([
  ["a wrong signature", { secret: "another" }, "bad_signature"],
  ["no signature", { headers: { "x-hub-signature-256": undefined } }, "missing_signature"],
])("%s counts as refused and as a failed signature", async (_what, options, reason) => {
  await endpoint.deliver(comment(options));
  expect(counted()).toEqual([
    ["WebhookRefused", { reason }],
    ["SignatureFailed", {}],
  ]);
});

describe("a 5xx counts as failed, with the cause", () => {
  test.each([
    ["an unavailable queue", new RetryableError("queue_unavailable", "queue did not"), "queue_unavailable"],
    ["a malformed secret", new PermanentError("secret_malformed", "no JSON"), "secret_malformed"],
    ["an unexpected error", new TypeError("cannot read my-very-private-words"), "internal_error"],
  ])("%s", async (_what, error, reason) => {
    endpoint = createWebhookEndpoint({ queue: { send: () => Promise.reject(error) } });
    await endpoint.deliver(comment());
    expect(counted()).toEqual([["WebhookFailed", { reason }]]);
  });

  test("an answer at the deadline counts once, although the chain ends later", async () => {
    const sent = Promise.withResolvers<string>();
    const queue = { send: () => sent.promise };
    endpoint = createWebhookEndpoint({ queue });
    expect(await endpoint.deliver(comment(), 520)).toMatchObject({ status: 503 });
    sent.resolve("message-late");
    await endpoint.deliver(signedEvent("ping"));
    expect(counted()).toEqual([
      ["WebhookFailed", { reason: "out_of_time" }],
      ["WebhookIgnored", { reason: "ping" }],
    ]);
  });
});

test("a hundred concurrent requests count a hundred times, each by its answer", async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => endpoint.deliver(comment())));
  const accepted = answers.filter(({ status }) => status === 202).length;
  const names = endpoint.metrics.counted.map(({ name }) => name);
  expect(names).toHaveLength(100);
  expect(names.filter((name) => name === "WebhookAccepted")).toHaveLength(accepted);
});
