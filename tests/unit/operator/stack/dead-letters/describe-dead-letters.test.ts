import { describe, expect, test } from "@jest/globals";
import { describeDeadLetter, envelopeOf } from "../../../../../operator/stack/dead-letters/dead-letter.ts";
import type { DeadLetter } from "../../../../../operator/stack/dead-letters/dead-letter-queue.ts";
import { describeInvocation } from "../../../../../operator/stack/dead-letters/failed-invocations.ts";
import {
  type DeadLetterFilter,
  hasFilter,
  matches,
} from "../../../../../operator/stack/dead-letters/find-dead-letters.ts";
import type { DeliveryRecord } from "../../../../../operator/stack/deliveries/delivery-records.ts";
import { anEnvelope } from "../../../../fakes/records/envelope.ts";

const sent_at = "2026-11-23T09:20:00.000Z";

function aDeadLetter(body: string, attributes: Record<string, string> = {}): DeadLetter {
  const times = { sent_at, first_received_at: sent_at, receive_count: 9 };
  return { message_id: "m-1", body, ...times, group_id: null, attributes, receipt: "r" };
}

const aDelivery = (change: Partial<DeliveryRecord>) =>
  ({ status: "ENQUEUED", outcome: null, last_failure: null, ...change }) as DeliveryRecord;

function described(delivery: DeliveryRecord | null, envelope = anEnvelope()) {
  const message = aDeadLetter(JSON.stringify(envelope));
  return describeDeadLetter(message, envelopeOf(message), delivery);
}

describe("the cause of a dead-letter message", () => {
  const last_failure = { code: "github_failed", at: sent_at };

  test.each([
    ["the last failed attempt", aDelivery({ last_failure }), "github_failed"],
    ["no attempt recorded a cause", aDelivery({}), "not_noted"],
    ["another copy succeeded", aDelivery({ status: "PROCESSED", last_failure }), "processed"],
    [
      "it can never be processed",
      aDelivery({ status: "PROCESSED", outcome: { kind: "failed", reason: "payload_gone" } }),
      "payload_gone",
    ],
    ["its record is gone", null, "delivery_unknown"],
  ])("%s", (_what, delivery, cause) => {
    expect(described(delivery).cause).toBe(cause);
  });

  test.each(["no JSON {", "{}", JSON.stringify({ ...anEnvelope(), version: 2 })])(
    "it cannot be read: %s",
    (body) => {
      const message = aDeadLetter(body);
      expect(envelopeOf(message)).toBeNull();
      expect(describeDeadLetter(message, envelopeOf(message), null)).toEqual({
        ...{ message_id: "m-1", sent_at, receive_count: 9, cause: "malformed_message", cause_at: null },
        ...{ delivery_id: null, hook_id: null, event: null, repo: null, pr_number: null },
        ...{ received_at: null, status: null },
      });
    },
  );
});

describe("the filter", () => {
  const message = described(aDelivery({ last_failure: { code: "github_failed", at: sent_at } }));

  test.each<[DeadLetterFilter, boolean]>([
    [{}, true],
    [{ repo: "Octo-Demo/Payments" }, true],
    [{ repo: "octo-demo/other" }, false],
    [{ event: "issue_comment" }, true],
    [{ event: "issue_comment.created" }, true],
    [{ event: "issue_comment.edited" }, false],
    [{ event: "pull_request" }, false],
    [{ cause: "github_failed" }, true],
    [{ cause: "intent_busy" }, false],
    [{ since: "2026-11-23T09:00:00.000Z" }, true],
    [{ since: "2026-11-23T09:00:00.001Z" }, false],
    [{ until: "2026-11-23T09:00:00.000Z" }, true],
    [{ until: "2026-11-23T08:59:59.999Z" }, false],
    [{ message: ["m-0", "m-1"] }, true],
    [{ message: ["m-0"] }, false],
    [{ repo: "octo-demo/payments", cause: "intent_busy" }, false],
  ])("%j: %s", (filter, expected) => {
    expect(matches(message, filter)).toBe(expected);
    expect(hasFilter(filter)).toBe(Object.keys(filter).length > 0);
  });

  test("uses the sent time of a message that cannot be read", () => {
    const unread = describeDeadLetter(aDeadLetter("?"), null, null);
    expect(matches(unread, { since: sent_at, until: sent_at })).toBe(true);
    expect(matches(unread, { since: "2026-11-23T09:20:00.001Z" })).toBe(false);
    expect(matches(unread, { repo: "octo-demo/payments" })).toBe(false);
  });
});

describe("a failed invocation", () => {
  const base = { message_id: "m-1", sent_at, receive_count: 9 };
  const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:stage-sweepDeliveries:$LATEST";

  test("from Lambda, without the input or the error's text", () => {
    const requestContext = {
      requestId: "r",
      functionArn,
      condition: "RetriesExhausted",
      approximateInvokeCount: 3,
    };
    const responsePayload = { errorType: "RetryableError", errorMessage: "hush" };
    const body = JSON.stringify({ version: "1.0", requestContext, requestPayload: "hush", responsePayload });
    const invocation = describeInvocation(aDeadLetter(body));
    expect(invocation).toEqual({
      ...base,
      ...{ function: "stage-sweepDeliveries", cause: "RetriesExhausted: RetryableError", tries: 3 },
    });
  });

  test("from the scheduler", () => {
    const attributes = { ERROR_CODE: "AccessDeniedException", TARGET_ARN: functionArn, RETRY_ATTEMPTS: "0" };
    expect(describeInvocation(aDeadLetter("{}", attributes))).toEqual({
      ...base,
      ...{ function: "stage-sweepDeliveries", cause: "AccessDeniedException", tries: 0 },
    });
  });

  test.each(["no JSON", JSON.stringify({ responsePayload: { errorType: "hush, a text" } })])(
    "with little information: %s",
    (body) => {
      const unknown = { function: null, cause: null, tries: null };
      expect(describeInvocation(aDeadLetter(body))).toEqual({ ...base, ...unknown });
    },
  );
});
