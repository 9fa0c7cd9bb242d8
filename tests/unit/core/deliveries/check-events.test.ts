import { describe, expect, test } from "@jest/globals";
import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import { type Classified, classifyWebhook } from "../../../../core/deliveries/classify-webhook.ts";
import type { Envelope } from "../../../../core/deliveries/envelope.ts";
import type { WebhookPayload } from "../../../../core/deliveries/webhook.schema.ts";
import { isEnvelope, isWebhookPayload } from "../../../../core/generated/validators.mjs";
import { aCheckRunWebhook, aCheckSuiteWebhook } from "../../../fakes/records/check-webhook.ts";
import { examplesOf } from "../../../fakes/webhooks/examples.ts";

const clock = () => Date.parse("2026-11-23T09:06:00.000Z");

function classify(
  payload: WebhookPayload,
  event_type = payload.check_suite ? "check_suite" : "check_run",
): Classified {
  return classifyWebhook({ delivery_id: "d", hook_id: "h", event_type, payload }, { sha256, clock });
}

function accepted(payload: WebhookPayload): Envelope {
  const classified = classify(payload);
  if (classified.kind !== "accepted") throw new Error(JSON.stringify(classified));
  return classified.envelope;
}

const key = (payload: WebhookPayload) => accepted(payload).intent_key;

test.each([
  ["a button", aCheckRunWebhook("retry")],
  ["Re-run", aCheckRunWebhook(null)],
  ["Re-run all checks", aCheckSuiteWebhook()],
])("a click on %s is accepted", (_what, payload) => {
  expect(isWebhookPayload(payload)).toBe(true);
  expect(isEnvelope(accepted(payload))).toBe(true);
});

describe("the pull request", () => {
  const named = (pull_requests: NonNullable<WebhookPayload["check_run"]>["pull_requests"]) =>
    accepted(aCheckRunWebhook("retry", { ...(pull_requests && { pull_requests }) })).pr_number;

  test("is that of the same repository", () => {
    const other = { number: 3, base: { repo: { id: 78 } } };
    expect(named([other, { number: 7, base: { repo: { id: 77 } } }])).toBe(7);
  });

  test.each<[string, NonNullable<WebhookPayload["check_run"]>["pull_requests"]]>([
    ["a fork, for which GitHub names none", []],
    ["another repository", [{ number: 3, base: { repo: { id: 78 } } }]],
    ["no known repository", [{ number: 3, base: { repo: null } }, { number: 4 }]],
  ])("of %s is unknown", (_what, pull_requests) => {
    expect(named(pull_requests)).toBeNull();
  });
});

describe("two clicks are one intent", () => {
  test.each(["retry", "cancel", null])("on %s in the same attempt, whatever else GitHub says", (button) => {
    expect(key(aCheckRunWebhook(button, { pull_requests: [] }))).toBe(key(aCheckRunWebhook(button)));
  });

  test.each<[string | null, object]>([
    ["retry", { completed_at: "2026-11-23T09:09:00Z" }],
    [null, { completed_at: "2026-11-23T09:09:00Z" }],
    ["cancel", { started_at: "2026-11-23T09:08:00Z" }],
  ])("but not on %s in the next attempt", (button, next) => {
    expect(key(aCheckRunWebhook(button, next))).not.toBe(key(aCheckRunWebhook(button)));
  });

  test("but not on different buttons or check runs", () => {
    const keys = [
      ...["retry", "cancel", null].map((button) => key(aCheckRunWebhook(button))),
      key(aCheckRunWebhook("retry", { id: 902 })),
      key(aCheckSuiteWebhook()),
    ];
    expect(new Set(keys).size).toBe(5);
  });
});

test.each(["created", "completed"])("%s check runs, such as our own, are ignored", (action) => {
  expect(classify({ ...aCheckRunWebhook(null), action })).toEqual({
    kind: "ignored",
    reason: "unsupported_action",
  });
});

test.each([
  ["that we do not have", aCheckRunWebhook("merge")],
  ["that GitHub does not name", { ...aCheckRunWebhook(null), action: "requested_action" }],
  ["without an identifier", { ...aCheckRunWebhook("retry"), requested_action: {} }],
])("a button %s is ignored", (_what, payload) => {
  expect(isWebhookPayload(payload)).toBe(true);
  expect(classify(payload)).toEqual({ kind: "ignored", reason: "unknown_button" });
});

test.each<[string, WebhookPayload, string]>([
  ["check_run", { ...aCheckSuiteWebhook(), check_suite: undefined as never }, "check_run lacks check_run"],
  [
    "check_suite",
    { ...aCheckSuiteWebhook(), check_suite: undefined as never },
    "check_suite lacks check_suite",
  ],
])("a %s without its subject is invalid", (event, payload, message) => {
  expect(classify(payload, event)).toEqual({ kind: "invalid", message });
});

test.each(["check_run", "check_suite"])("GitHub's own examples of %s are valid", (event) => {
  const examples = examplesOf(event);
  expect(examples.length).toBeGreaterThan(3);
  for (const example of examples) {
    if (!isWebhookPayload(example)) throw new Error(`Not valid: ${JSON.stringify(isWebhookPayload.errors)}`);
    expect(classify(example, event).kind).not.toBe("invalid");
  }
});
