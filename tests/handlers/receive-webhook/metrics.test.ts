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

/** How each request ended: what the queries of docs/metrics.md read. */
const ended = () =>
  endpoint.log.lines.map(({ fields: { outcome, reason, code } }) =>
    [outcome, reason, code].filter((field) => field !== undefined).join(" "),
  );
const counted = () => endpoint.metrics.counted.map(({ name }) => name);

test("an accepted webhook is logged as accepted, its repeat as a duplicate; no metric costs anything", async () => {
  await endpoint.deliver(comment());
  await endpoint.deliver(comment());
  expect(ended()).toEqual(["accepted", "duplicate"]);
  expect(counted()).toEqual([]);
});

test.each([
  ["a ping", signedEvent("ping"), "ping"],
  ["an unsupported event", signedEvent("push"), "ignored unsupported_event"],
  ["a comment on an issue", signedEvent("issue_comment", "created"), "ignored not_a_pull_request"],
])("%s is logged with the reason", async (_what, event, end) => {
  await endpoint.deliver(event);
  expect(ended()).toEqual([end]);
  expect(counted()).toEqual([]);
});

test.each([
  ["bad JSON", { body: "{" }, "bad_json"],
  ["a form", { headers: { "content-type": "application/x-www-form-urlencoded" } }, "unsupported_media_type"],
  ["another path", { path: "/" }, "not_found"],
  ["another method", { method: "GET" }, "method_not_allowed"],
  ["a body that is too large", { body: "x".repeat(6 * 1024 * 1024 + 1) }, "too_large"],
  ["no delivery ID", { headers: { "x-github-delivery": undefined } }, "missing_header"],
  ["a payload that is not the event's", { payload: { action: "created" } }, "invalid_payload"],
])("%s is logged with the code", async (_what, options, code) => {
  await endpoint.deliver(comment(options));
  expect(ended()).toEqual([`refused ${code}`]);
  expect(counted()).toEqual([]);
});

test.each([
  ["a wrong signature", { secret: "another" }, "bad_signature"],
  ["no signature", { headers: { "x-hub-signature-256": undefined } }, "missing_signature"],
])("%s counts as a failed signature", async (_what, options, code) => {
  await endpoint.deliver(comment(options));
  expect(ended()).toEqual([`refused ${code}`]);
  expect(counted()).toEqual(["SignatureFailed"]);
});

describe("a 5xx is logged with the cause", () => {
  test.each([
    ["an unavailable queue", new RetryableError("queue_unavailable", "queue did not"), "queue_unavailable"],
    ["a malformed secret", new PermanentError("secret_malformed", "no JSON"), "secret_malformed"],
    ["an unexpected error", new TypeError("cannot read my-very-private-words"), "internal_error"],
  ])("%s", async (_what, error, code) => {
    endpoint = createWebhookEndpoint({ queue: { send: () => Promise.reject(error) } });
    await endpoint.deliver(comment());
    expect(endpoint.log.lines).toMatchObject([
      { message: "webhook refused", fields: { code, status: expect.any(Number) } },
    ]);
  });

  test("an answer at the deadline is logged once, although the chain ends later", async () => {
    const sent = Promise.withResolvers<string>();
    const queue = { send: () => sent.promise };
    endpoint = createWebhookEndpoint({ queue });
    expect(await endpoint.deliver(comment(), 520)).toMatchObject({ status: 503 });
    sent.resolve("message-late");
    await endpoint.deliver(signedEvent("ping"));
    expect(ended()).toEqual(["failed out_of_time", "ping"]);
  });
});

test("a hundred concurrent requests are logged a hundred times, each by its answer", async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => endpoint.deliver(comment())));
  const accepted = answers.filter(({ status }) => status === 202).length;
  expect(ended()).toHaveLength(100);
  expect(ended().filter((end) => end === "accepted")).toHaveLength(accepted);
});
