import { describe, expect, test } from "@jest/globals";
import { type Gap, gapOf } from "../../../../../operator/stack/deliveries/gap.ts";

describe("the gap of an event", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  const attempt = (status_code: number, guid = "g") => ({
    ...{ id: "1", guid, delivered_at: "2026-11-23T11:00:00.000Z", redelivery: false, action: "created" },
    ...{ event: "issue_comment", status_code, ok: status_code >= 200 && status_code < 300 },
  });
  const event = (codes: number[], name = "issue_comment") => ({
    ...{ guid: "g", event: name, action: "created", attempts: codes.map((code) => attempt(code)) },
  });
  const record = (status: "RECEIVED" | "ENQUEUED" | "PROCESSED", minutesAgo: number) => ({
    ...{ status, outcome: null, received_at: new Date(now - minutesAgo * 60_000).toISOString() },
    last_failure: null,
  });
  const failed = (minutesAgo: number) => ({
    last_failure: { code: "github_failed", at: new Date(now - minutesAgo * 60_000).toISOString() },
  });

  test.each<[string, ReturnType<typeof event>, Parameters<typeof gapOf>[1], Gap | null]>([
    ["no attempt succeeded", event([0, 503]), null, "never_accepted"],
    ["one attempt succeeded, and there was nothing to do", event([200, 503]), null, null],
    ["its signature did not match", event([401, 401]), null, "wrong_signature"],
    ["its dispatch fails", event([202]), { ...record("ENQUEUED", 2), ...failed(1) }, "failing"],
    [
      "its dispatch failed, and it waits",
      event([202]),
      { ...record("ENQUEUED", 60), ...failed(30) },
      "not_processed",
    ],
    ["its dispatch failed, then succeeded", event([202]), { ...record("PROCESSED", 2), ...failed(1) }, null],
    ["an unsupported event", event([500], "push"), null, null],
    ["accepted, without a record", event([202]), null, "record_missing"],
    ["accepted although GitHub saw a failure", event([504]), record("PROCESSED", 60), null],
    ["just accepted", event([202]), record("RECEIVED", 1), null],
    ["accepted and left behind", event([202]), record("RECEIVED", 3), "not_enqueued"],
    ["in the queue", event([202]), record("ENQUEUED", 10), null],
    ["in the queue for too long", event([202]), record("ENQUEUED", 30), "not_processed"],
    [
      "it can never be processed",
      event([202]),
      { ...record("PROCESSED", 1), outcome: { kind: "failed", reason: "payload_gone" } },
      "failed",
    ],
  ])("%s", (_what, seen, known, gap) => {
    expect(gapOf(seen, known, now)).toBe(gap);
  });
});
