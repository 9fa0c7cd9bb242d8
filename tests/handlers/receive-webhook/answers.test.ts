import { beforeEach, expect, test } from "@jest/globals";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { exampleComment, examplePayload } from "../../fakes/webhooks/examples.ts";
import { type SignedEventOptions, signedEvent } from "../../fakes/webhooks/signed-event.ts";

let endpoint: ReturnType<typeof createWebhookEndpoint>;

beforeEach(() => {
  endpoint = createWebhookEndpoint();
});

const delivery_id = "72d3162e-cc78-11e3-81ab-4c9367dc0958";
const comment = (options: SignedEventOptions = {}) =>
  signedEvent("issue_comment", "created", { payload: exampleComment("/summary"), ...options });

function expectNothingDone(): void {
  expect(endpoint.queue.sent).toEqual([]);
  expect(endpoint.payloads.objects.size).toBe(0);
  expect(endpoint.deliveries.find({ hook_id: "292430182", delivery_id })).toBeNull();
}

test("202: a comment on a pull request is accepted and in the queue", async () => {
  const { status, headers, body } = await endpoint.deliver(comment());
  expect(status).toBe(202);
  expect(body).toEqual({ accepted: true, delivery_id, intent_key: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(headers).toEqual({
    ...{ "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    "x-signed-with": "current",
  });
  expect(endpoint.queue.sent).toHaveLength(1);
  expect(endpoint.queue.sent[0]).toMatchObject({
    version: 1,
    delivery_id,
    hook_id: "292430182",
    event_type: "issue_comment",
    action: "created",
    repo: "Codertocat/Hello-World",
    repo_id: 186853002,
    pr_number: 1,
    comment_id: 492700400,
    installation_id: 1,
    sender: { login: "Codertocat", id: 21031067, type: "User" },
    received_at: "2026-11-23T09:00:00.000Z",
    payload_ref: { kind: "inline", payload: { comment: { body: "/summary" } } },
  });
  expect(endpoint.deliveries.find({ hook_id: "292430182", delivery_id })?.status).toBe("ENQUEUED");
});

test.each([
  ["issue_comment", "created"],
  ["issue_comment", "edited"],
  ["issue_comment", "deleted"],
  ["pull_request_review_comment", "created"],
  ["pull_request_review_comment", "edited"],
  ["pull_request_review_comment", "deleted"],
  ["pull_request_review", "submitted"],
  ["pull_request_review", "dismissed"],
  ["pull_request", "closed"],
  ["pull_request", "synchronize"],
])("202: GitHub's own example of %s %s is accepted", async (name, action) => {
  const payload =
    name === "issue_comment" ? exampleComment("/summary", action) : examplePayload(name, action);
  expect(await endpoint.deliver(signedEvent(name, action, { payload }))).toMatchObject({ status: 202 });
  expect(endpoint.queue.sent[0]).toMatchObject({ event_type: name, action });
});

test("200: a delivery that is in the queue is a duplicate and is not sent again", async () => {
  await endpoint.deliver(comment());
  const { status, body } = await endpoint.deliver(comment());
  expect(status).toBe(200);
  expect(body).toEqual({ duplicate: true, delivery_id });
  expect(endpoint.queue.sent).toHaveLength(1);
});

test("200: a ping", async () => {
  expect(await endpoint.deliver(signedEvent("ping"))).toMatchObject({ status: 200, body: { pong: true } });
  expectNothingDone();
});

test.each([
  ["an unsupported event", signedEvent("push"), "unsupported_event"],
  ["an unsupported action", signedEvent("pull_request", "opened"), "unsupported_action"],
  ["a comment on an issue", signedEvent("issue_comment", "created"), "not_a_pull_request"],
])("200: %s is ignored, with the reason", async (_what, event, reason) => {
  const { status, body } = await endpoint.deliver(event);
  expect([status, body]).toEqual([200, { ignored: true, reason }]);
  expectNothingDone();
});

test("200: an unsupported event may have any shape", async () => {
  const event = signedEvent("projects_v2_item", "edited", { body: '{"strange":[]}' });
  expect(await endpoint.deliver(event)).toMatchObject({ status: 200, body: { reason: "unsupported_event" } });
});
