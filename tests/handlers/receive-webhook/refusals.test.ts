import { beforeEach, describe, expect, test } from "@jest/globals";
import { createWebhookEndpoint } from "../../fakes/webhook-endpoint.ts";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
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

describe("refusals", () => {
  const without = (header: string) => comment({ headers: { [header]: undefined } });
  const broken = (field: string, value: unknown) => {
    const payload = exampleComment("/summary");
    return comment({ payload: { ...payload, [field]: value } });
  };

  test.each([
    ["bad JSON", 400, "bad_json", "The body is not acceptable JSON", comment({ body: "{" })],
    ["an empty body", 400, "bad_json", "The body is not acceptable JSON", comment({ body: "" })],
    [
      "an event that is not a request",
      400,
      "bad_request",
      "The event is not an HTTP request",
      { ...comment(), headers: null as never },
    ],
    [
      "no X-GitHub-Event",
      400,
      "missing_header",
      "The header X-GitHub-Event is missing",
      without("x-github-event"),
    ],
    [
      "no X-GitHub-Delivery",
      400,
      "missing_header",
      "The header X-GitHub-Delivery is missing",
      without("x-github-delivery"),
    ],
    [
      "a delivery ID with invalid characters",
      400,
      "malformed_header",
      "The header X-GitHub-Delivery is malformed",
      comment({ headers: { "x-github-delivery": "../../etc" } }),
    ],
    [
      "a hook ID with invalid characters",
      400,
      "malformed_header",
      "The header X-GitHub-Hook-ID is malformed",
      comment({ headers: { "x-github-hook-id": "1#2" } }),
    ],
    ["no comment", 400, "invalid_payload", "issue_comment lacks comment", broken("comment", undefined)],
    ["no issue", 400, "invalid_payload", "issue_comment lacks issue", broken("issue", undefined)],
    [
      "no X-Hub-Signature-256",
      401,
      "missing_signature",
      "The header X-Hub-Signature-256 is missing",
      without("x-hub-signature-256"),
    ],
    [
      "a wrong signature",
      401,
      "bad_signature",
      "The signature does not match the webhook secret",
      comment({ secret: "another" }),
    ],
    ["another path", 404, "not_found", "Use POST /webhooks/github", comment({ path: "/webhooks/gitlab" })],
    ["another method", 405, "method_not_allowed", "Use POST /webhooks/github", comment({ method: "GET" })],
    [
      "more than 6 MB",
      413,
      "too_large",
      "The body is larger than 6291456 bytes",
      comment({ body: "x".repeat(6 * 1024 * 1024 + 1) }),
    ],
    [
      "a form",
      415,
      "unsupported_media_type",
      "Set the content type to application/json",
      comment({ headers: { "content-type": "application/x-www-form-urlencoded" } }),
    ],
    [
      "a compressed body",
      415,
      "unsupported_media_type",
      "Send the body without a content encoding",
      comment({ headers: { "content-encoding": "gzip" } }),
    ],
  ])("%s: %i %s", async (_what, status, code, message, event) => {
    const answer = await endpoint.deliver(event);
    expect(answer).toEqual({
      status,
      headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
      body: { error: { code, message } },
    });
    expectNothingDone();
  });

  test.each([
    ["x-github-delivery", "a".repeat(65)],
    ["x-github-hook-id", "1".repeat(65)],
    ["x-github-event", "issue_comment "],
    ["x-github-event", "Issue_comment"],
    ["x-github-event", "x\nissue_comment"],
    ["x-github-event", "a".repeat(65)],
  ])("%s: %j: 400 malformed_header", async (header, value) => {
    const { status, body } = await endpoint.deliver(comment({ headers: { [header]: value } }));
    expect([status, body]).toMatchObject([400, { error: { code: "malformed_header" } }]);
    expectNothingDone();
  });

  test("IDs and event names of 64 characters are valid", async () => {
    const ids = { "x-github-delivery": "a".repeat(64), "x-github-hook-id": "1".repeat(64) };
    expect((await endpoint.deliver(comment({ headers: ids }))).status).toBe(202);
    const unread = { "x-github-event": "e".repeat(64) };
    expect(await endpoint.deliver(comment({ headers: unread }))).toMatchObject({ status: 200 });
  });

  test.each([
    ["repository", { id: 1, full_name: "no slash" }],
    ["repository", { id: -1, full_name: "a/b" }],
    ["sender", { login: "x" }],
    ["action", 5],
    ["issue", []],
    ["comment", { id: "1", body: "/summary" }],
  ])("a payload whose %s is %j: 400 invalid_payload", async (field, value) => {
    const { status, body } = await endpoint.deliver(broken(field, value));
    expect([status, body]).toEqual([
      400,
      {
        error: {
          code: "invalid_payload",
          message: expect.stringMatching(/^The payload does not match the event issue_comment/),
        },
      },
    ]);
    expectNothingDone();
  });

  test("a wrong path, method or size is refused without a signature", async () => {
    const unsigned = { headers: { "x-hub-signature-256": undefined } };
    expect((await endpoint.deliver(comment({ ...unsigned, path: "/" }))).status).toBe(404);
    expect((await endpoint.deliver(comment({ ...unsigned, method: "PUT" }))).status).toBe(405);
    expect((await endpoint.deliver(comment({ ...unsigned, body: "x".repeat(6_291_457) }))).status).toBe(413);
  });

  test("a path with a named stage is the same path", async () => {
    expect(await endpoint.deliver(comment({ stage: "prod", path: "/prod/webhooks/github" }))).toMatchObject({
      status: 202,
    });
  });
});
