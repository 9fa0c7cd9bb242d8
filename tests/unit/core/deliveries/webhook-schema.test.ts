import { describe, expect, test } from "@jest/globals";
import { isWebhookPayload } from "../../../../core/generated/validators.mjs";
import { aCommentWebhook, aReviewWebhook } from "../../../fakes/records/webhook.ts";

const comment = aCommentWebhook();
const bySomebody = (change: object) => ({ ...comment, sender: { ...comment.sender, ...change } });
const inRepository = (change: object) => ({ ...comment, repository: { ...comment.repository, ...change } });
const commented = (change: object) => ({ ...comment, comment: { ...comment.comment, ...change } });

describe("logins", () => {
  test.each(["octocat", "Copilot", "web-flow", "octo_acme", "-", "0", "a".repeat(100)])("%s", (login) => {
    expect(isWebhookPayload(bySomebody({ login }))).toBe(true);
    expect(isWebhookPayload(bySomebody({ login: `${login}[bot]`, type: "Bot" }))).toBe(true);
  });

  test.each([
    "",
    "..",
    "octo/cat",
    "octo cat",
    "octocat\n",
    "[bot]",
    "x[bot]y",
    "x[bot][bot]",
    "ö",
    "a".repeat(101),
  ])("%j is invalid", (login) => {
    expect(isWebhookPayload(bySomebody({ login }))).toBe(false);
  });

  test.each(["User", "Bot", "Organization", "Mannequin", "EnterpriseUserAccount"])("of a %s", (type) => {
    expect(isWebhookPayload(bySomebody({ type }))).toBe(true);
  });

  test.each(["", "User ", "x".repeat(65)])("of a %j are invalid", (type) => {
    expect(isWebhookPayload(bySomebody({ type }))).toBe(false);
  });
});

describe("repositories", () => {
  test.each([
    "octo-demo/payments",
    "github/.github",
    "a/b",
    "octo_acme/a.b_c-1",
    "a/...",
    `a/${"b".repeat(100)}`,
  ])("%s", (full_name) => {
    expect(isWebhookPayload(inRepository({ full_name }))).toBe(true);
  });

  test.each([
    "",
    "a",
    "a/",
    "/b",
    "a/b/c",
    "a/..",
    "../b",
    "./b",
    "a/.",
    "a b/c",
    "a/b\n",
    `a/${"b".repeat(101)}`,
  ])("%j is invalid", (full_name) => {
    expect(isWebhookPayload(inRepository({ full_name }))).toBe(false);
  });
});

describe("ids", () => {
  test.each([0, 1, Number.MAX_SAFE_INTEGER])("%d", (id) => {
    expect(isWebhookPayload(inRepository({ id }))).toBe(true);
  });

  test.each([-1, 0.5, Number.MAX_SAFE_INTEGER + 1, 1e300, Number.POSITIVE_INFINITY, "1", null])(
    "%j is invalid",
    (id) => {
      expect(isWebhookPayload(inRepository({ id }))).toBe(false);
      expect(isWebhookPayload(bySomebody({ id }))).toBe(false);
      expect(isWebhookPayload(commented({ id }))).toBe(false);
      expect(isWebhookPayload({ ...comment, issue: { number: id } })).toBe(false);
      expect(isWebhookPayload({ ...comment, installation: { id } })).toBe(false);
    },
  );
});

describe("times", () => {
  test.each(["2026-11-23T08:59:58Z", "2026-11-23T08:59:58.123Z", "2026-11-23T08:59:58+01:00"])("%s", (at) => {
    expect(isWebhookPayload(commented({ created_at: at, updated_at: at }))).toBe(true);
    expect(isWebhookPayload(aReviewWebhook({ submitted_at: at }))).toBe(true);
  });

  test.each(["", "yesterday", "2026-11-23", `2026-11-23T08:59:58.${"0".repeat(40)}Z`])(
    "%j is invalid",
    (at) => {
      expect(isWebhookPayload(commented({ created_at: at }))).toBe(false);
      expect(isWebhookPayload(commented({ updated_at: at }))).toBe(false);
      expect(isWebhookPayload(aReviewWebhook({ submitted_at: at }))).toBe(false);
    },
  );

  test("of a review may be missing", () => {
    expect(isWebhookPayload(aReviewWebhook({ submitted_at: null }))).toBe(true);
  });
});
