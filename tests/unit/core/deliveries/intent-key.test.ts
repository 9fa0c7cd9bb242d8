import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import { type IntentParts, intentKey } from "../../../../core/deliveries/intent-key.ts";
import { isWebhookPayload } from "../../../../core/generated/validators.mjs";
import { canonicalJson } from "./canonical-json-oracle.ts";

const parts = fc.record(
  {
    repo_id: fc.nat(),
    event_type: fc.constantFrom("issue_comment", "pull_request_review", "pull_request"),
    pr_number: fc.nat(),
    comment_id: fc.option(fc.nat()),
    action: fc.string({ maxLength: 12 }),
    edit: fc.record({ updated_at: fc.string({ maxLength: 20 }), body: fc.string() }),
  },
  { requiredKeys: ["repo_id", "event_type", "pr_number", "comment_id", "action"] },
) as fc.Arbitrary<IntentParts>;

/** How each part is changed. */
const changes: { [Part in keyof IntentParts]-?: (given: IntentParts) => IntentParts } = {
  repo_id: (given) => ({ ...given, repo_id: given.repo_id + 1 }),
  event_type: (given) => ({ ...given, event_type: `${given.event_type}_` }),
  pr_number: (given) => ({ ...given, pr_number: (given.pr_number ?? 0) + 1 }),
  comment_id: (given) => ({ ...given, comment_id: given.comment_id === null ? 0 : null }),
  action: (given) => ({ ...given, action: `${given.action}x` }),
  click: ({ click, ...given }) => (click ? given : { ...given, click: { button: "retry", attempt: "" } }),
  edit: ({ edit, ...given }) => (edit ? given : { ...given, edit: { updated_at: "", body: "" } }),
};

test("is 64 hexadecimal digits, and the same for the same parts in any order", () => {
  fc.assert(
    fc.property(parts, (given) => {
      const key = intentKey(given, sha256);
      const reordered = Object.fromEntries(Object.entries(given).reverse()) as unknown as IntentParts;
      expect(key).toMatch(/^[0-9a-f]{64}$/);
      expect(intentKey(reordered, sha256)).toBe(key);
    }),
  );
});

test("is byte for byte what the former code made of the same parts", () => {
  fc.assert(
    fc.property(parts, (given) => {
      const { repo_id, event_type, pr_number, comment_id, action, edit } = given;
      const identity: unknown[] = [repo_id, event_type, pr_number, comment_id, action];
      if (edit) identity.push(edit.updated_at, sha256(edit.body));
      expect(intentKey(given, sha256)).toBe(sha256(canonicalJson(identity)));
    }),
  );
});

describe("a value without canonical JSON makes no key", () => {
  const given = { repo_id: 77, event_type: "e", pr_number: 7, comment_id: 9, action: "a" };

  test.each([
    ["NaN", { ...given, pr_number: Number.NaN }],
    ["infinity", { ...given, repo_id: Number.POSITIVE_INFINITY }],
    ["half a surrogate pair", { ...given, action: "\ud83d" }],
  ])("%s throws", (_what, wrong) => {
    expect(() => intentKey(wrong, sha256)).toThrow();
  });

  // The package writes undefined in a list as null: the payload's schema keeps it out.
  const id = { ...{ body: "/x", created_at: "2026-11-23T09:00:00Z" }, updated_at: "2026-11-23T09:00:00Z" };
  const payload = { action: "created", repository: { id: 1, full_name: "o/r" } };
  const sender = { login: "o", id: 1, type: "User" };
  test.each([
    ["a comment", { ...payload, sender, comment: id }],
    ["a review", { ...payload, sender, review: { body: "/x" } }],
    ["a repository", { ...payload, sender, repository: { full_name: "o/r" } }],
    ["a pull request", { ...payload, sender, pull_request: {} }],
  ])("%s without its number is no payload", (_what, wrong) => {
    expect(isWebhookPayload(wrong)).toBe(false);
  });
});

test.each(Object.keys(changes) as (keyof IntentParts)[])("differs by %s", (part) => {
  fc.assert(
    fc.property(parts, (given) => {
      expect(intentKey(changes[part](given), sha256)).not.toBe(intentKey(given, sha256));
    }),
  );
});

test("differs by the text and by the time of an edit", () => {
  fc.assert(
    fc.property(parts, fc.string(), fc.string(), (given, body, updated_at) => {
      const edit = { body, updated_at };
      const key = intentKey({ ...given, edit }, sha256);
      expect(intentKey({ ...given, edit: { ...edit, body: `${body}x` } }, sha256)).not.toBe(key);
      expect(intentKey({ ...given, edit: { ...edit, updated_at: `${updated_at}x` } }, sha256)).not.toBe(key);
    }),
  );
});

describe("parts do not run into each other", () => {
  const given = { repo_id: 1, event_type: "e", pr_number: 2, comment_id: 3, action: "a" };

  test.each([
    ["numbers", { ...given, repo_id: 12, pr_number: 3 }, { ...given, repo_id: 1, pr_number: 23 }],
    ["no comment and comment 0", { ...given, comment_id: null }, { ...given, comment_id: 0 }],
    ["texts", { ...given, event_type: 'e","x', action: "a" }, { ...given, event_type: "e", action: 'x","a' }],
  ])("%s", (_what, one, other) => {
    expect(intentKey(one, sha256)).not.toBe(intentKey(other, sha256));
  });
});

test("does not change between versions: a deployment knows what was dispatched before it", () => {
  const given = {
    repo_id: 77,
    event_type: "issue_comment",
    pr_number: 7,
    comment_id: 9001,
    action: "created",
  };
  expect(intentKey(given, sha256)).toBe(sha256('[77,"issue_comment",7,9001,"created"]'));
});
