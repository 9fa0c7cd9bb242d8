import { describe, expect, test } from "@jest/globals";
import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import { classifyWebhook, isSupportedEvent } from "../../../../core/deliveries/classify-webhook.ts";
import type { WebhookPayload } from "../../../../core/deliveries/webhook.schema.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { aCommentWebhook, aReviewWebhook } from "../../../fakes/records/webhook.ts";

const ports = { sha256, clock: createTestClock() };
const { delivery_id, hook_id } = anEnvelope();

const classify = (event_type: string, payload: WebhookPayload) =>
  classifyWebhook({ delivery_id, hook_id, event_type, payload }, ports);

function keyOf(event_type: string, payload: WebhookPayload): string {
  const classified = classify(event_type, payload);
  if (classified.kind !== "accepted") throw new Error(`It was ${classified.kind}`);
  return classified.envelope.intent_key;
}

test("a comment becomes an envelope", () => {
  expect(classify("issue_comment", aCommentWebhook())).toEqual({ kind: "accepted", envelope: anEnvelope() });
});

test("only the listed fields of the payload are copied", () => {
  const sender = { login: "octavia", id: 11, type: "User", site_admin: true };
  const classified = classify("issue_comment", aCommentWebhook({ sender }));
  expect(classified).toMatchObject({ envelope: { sender: { login: "octavia", id: 11, type: "User" } } });
  expect(JSON.stringify({ ...classified, envelope: { payload_ref: null } })).not.toContain("site_admin");
});

test("a repository's own webhook has no installation", () => {
  expect(classify("issue_comment", aCommentWebhook({ installation: null }))).toMatchObject({
    envelope: { installation_id: null },
  });
});

describe("a comment on an issue", () => {
  const links = { url: null, html_url: null, diff_url: null, patch_url: null };

  test.each([
    ["without a pull request", undefined],
    ["with null in its place", null],
    ["with a pull request that has only null members", { ...links, merged_at: null }],
  ])("%s is not on a pull request", (_what, pull_request) => {
    const payload = {
      ...aCommentWebhook(),
      issue: { number: 7, ...(pull_request !== undefined && { pull_request }) },
    };
    expect(classify("issue_comment", payload)).toEqual({ kind: "ignored", reason: "not_a_pull_request" });
  });

  test("with a pull request that has one member is a pull request", () => {
    const url = "https://api.github.com/repos/octo-demo/payments/pulls/7";
    const payload = { ...aCommentWebhook(), issue: { number: 7, pull_request: { ...links, url } } };
    expect(classify("issue_comment", payload)).toMatchObject({ kind: "accepted" });
  });
});

describe("a supported event", () => {
  const pull = { number: 7 };
  const { issue: _, ...withoutIssue } = aCommentWebhook();
  const { comment: _comment, ...withoutComment } = aCommentWebhook();
  const { review: _review, ...withoutReview } = aReviewWebhook();

  test.each([
    ["issue_comment", withoutIssue, "issue_comment lacks issue"],
    ["issue_comment", withoutComment, "issue_comment lacks comment"],
    ["pull_request_review_comment", withoutIssue, "pull_request_review_comment lacks pull_request"],
    [
      "pull_request_review_comment",
      { ...withoutComment, pull_request: pull },
      "pull_request_review_comment lacks comment",
    ],
    ["pull_request_review", withoutReview, "pull_request_review lacks review"],
    ["pull_request", { ...withoutIssue, action: "closed" }, "pull_request lacks pull_request"],
  ])("%s without a required part is invalid", (event, payload, message) => {
    expect(classify(event, payload)).toEqual({ kind: "invalid", message });
  });

  test("about the pull request itself has no comment", () => {
    const payload = { ...withoutComment, action: "synchronize", pull_request: pull };
    expect(classify("pull_request", payload)).toMatchObject({ envelope: { pr_number: 7, comment_id: null } });
  });
});

test.each(["push", "issues", "__proto__", "constructor", "toString", ""])(
  "%j is not a supported event",
  (event) => {
    expect(isSupportedEvent(event)).toBe(false);
    expect(classify(event, aCommentWebhook())).toEqual({ kind: "ignored", reason: "unsupported_event" });
  },
);

describe("an action", () => {
  const payload = { ...aCommentWebhook(), ...aReviewWebhook() };

  test.each([
    ["issue_comment", ["created", "edited", "deleted"]],
    ["pull_request_review_comment", ["created", "edited", "deleted"]],
    ["pull_request_review", ["submitted", "edited", "dismissed"]],
    ["pull_request", ["closed", "synchronize"]],
  ])("of %s is one of %j; any other is ignored", (event, supported) => {
    for (const action of [
      "created",
      "edited",
      "deleted",
      "submitted",
      "dismissed",
      "closed",
      "synchronize",
      "",
    ]) {
      const classified = classify(event, { ...payload, action });
      if (supported.includes(action))
        expect(classified).toMatchObject({ kind: "accepted", envelope: { action } });
      else expect(classified).toEqual({ kind: "ignored", reason: "unsupported_action" });
    }
  });
});

test("a comment on an issue that is not a pull request is ignored, whatever else the payload contains", () => {
  const payload = { ...aCommentWebhook(), issue: { number: 7 }, pull_request: { number: 7 } };
  expect(classify("issue_comment", payload)).toEqual({ kind: "ignored", reason: "not_a_pull_request" });
  expect(classify("pull_request_review_comment", payload).kind).toBe("accepted");
});

describe("the intent", () => {
  const at = (updated_at: string, body = "/summary") =>
    aCommentWebhook({ action: "edited", updated_at, body });

  test("of a new comment does not depend on its text: one comment is one request", () => {
    expect(keyOf("issue_comment", aCommentWebhook({ body: "/a" }))).toBe(
      keyOf("issue_comment", aCommentWebhook({ body: "/b", updated_at: "2027-01-01T00:00:00Z" })),
    );
  });

  test("case 6: of an edit depends on its time and text", () => {
    const keys = [
      at("2026-01-01T00:00:00Z"),
      at("2026-01-02T00:00:00Z"),
      at("2026-01-02T00:00:00Z", "/other"),
    ];
    expect(new Set(keys.map((payload) => keyOf("issue_comment", payload))).size).toBe(3);
    expect(keyOf("issue_comment", at("2026-01-01T00:00:00Z"))).toBe(
      keyOf("issue_comment", at("2026-01-01T00:00:00Z")),
    );
  });

  test("of an edited review depends on its text", () => {
    const edited = (body: string | null) => ({
      ...aReviewWebhook({ body, submitted_at: null }),
      action: "edited",
    });
    expect(keyOf("pull_request_review", edited("/a"))).not.toBe(keyOf("pull_request_review", edited("/b")));
    expect(keyOf("pull_request_review", edited(null))).toBe(keyOf("pull_request_review", edited("")));
  });

  test("of an edited review depends on its submission time, if the payload has it", () => {
    const keys = [null, "", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"].map((submitted_at) =>
      keyOf("pull_request_review", { ...aReviewWebhook({ submitted_at }), action: "edited" }),
    );
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });

  test("differs between creating, editing and deleting one comment", () => {
    const keys = ["created", "edited", "deleted"].map((action) =>
      keyOf("issue_comment", aCommentWebhook({ action })),
    );
    expect(new Set(keys).size).toBe(3);
  });
});
