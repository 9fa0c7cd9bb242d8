import { describe, expect, test } from "@jest/globals";
import {
  fits,
  isNarrowed,
  type LetterFilter,
} from "../../../../../operator/stack/dead-letters/dead-letter-filter.ts";
import type { Letter } from "../../../../../operator/stack/dead-letters/dead-letter-queue.ts";
import {
  describeLetter,
  envelopeOf,
} from "../../../../../operator/stack/dead-letters/describe-dead-letter.ts";
import { describeInvocation } from "../../../../../operator/stack/dead-letters/failed-invocations.ts";
import type { DeliveryRecord } from "../../../../../operator/stack/deliveries/delivery-records.ts";
import { anEnvelope } from "../../../../fakes/records/envelope.ts";

const sent_at = "2026-11-23T09:20:00.000Z";

function aLetter(body: string, attributes: Record<string, string> = {}): Letter {
  const times = { sent_at, first_received_at: sent_at, receive_count: 9 };
  return { message_id: "m-1", body, ...times, group_id: null, attributes, receipt: "r" };
}

const aDelivery = (change: Partial<DeliveryRecord>) =>
  ({ status: "ENQUEUED", outcome: null, last_failure: null, ...change }) as DeliveryRecord;

function described(delivery: DeliveryRecord | null, envelope = anEnvelope()) {
  const letter = aLetter(JSON.stringify(envelope));
  return describeLetter(letter, envelopeOf(letter), delivery);
}

describe("why a message is among the dead letters", () => {
  const last_failure = { code: "github_failed", at: sent_at };

  test.each([
    ["the last try that failed", aDelivery({ last_failure }), "github_failed"],
    ["no try said anything", aDelivery({}), "not_noted"],
    ["another copy got through", aDelivery({ status: "PROCESSED", last_failure }), "processed"],
    [
      "nobody could make anything of it",
      aDelivery({ status: "PROCESSED", outcome: { kind: "failed", reason: "payload_gone" } }),
      "payload_gone",
    ],
    ["its record is gone", null, "delivery_unknown"],
  ])("%s", (_what, delivery, cause) => {
    expect(described(delivery).cause).toBe(cause);
  });

  test.each(["no JSON {", "{}", JSON.stringify({ ...anEnvelope(), version: 2 })])(
    "nobody can read it: %s",
    (body) => {
      const letter = aLetter(body);
      expect(envelopeOf(letter)).toBeNull();
      expect(describeLetter(letter, envelopeOf(letter), null)).toEqual({
        ...{ message_id: "m-1", sent_at, receive_count: 9, cause: "malformed_message", cause_at: null },
        ...{ delivery_id: null, hook_id: null, event: null, repo: null, pr_number: null },
        ...{ received_at: null, status: null },
      });
    },
  );
});

describe("which letters are chosen", () => {
  const letter = described(aDelivery({ last_failure: { code: "github_failed", at: sent_at } }));

  test.each<[LetterFilter, boolean]>([
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
  ])("%j: %s", (filter, fitting) => {
    expect(fits(letter, filter)).toBe(fitting);
    expect(isNarrowed(filter)).toBe(Object.keys(filter).length > 0);
  });

  test("one that cannot be read has the time when it was sent", () => {
    const unread = describeLetter(aLetter("?"), null, null);
    expect(fits(unread, { since: sent_at, until: sent_at })).toBe(true);
    expect(fits(unread, { since: "2026-11-23T09:20:00.001Z" })).toBe(false);
    expect(fits(unread, { repo: "octo-demo/payments" })).toBe(false);
  });
});

describe("a failed invocation", () => {
  const base = { message_id: "m-1", sent_at, receive_count: 9 };
  const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:stage-sweepDeliveries:$LATEST";

  test("as Lambda tells of it, without what was handed over or what the error says", () => {
    const requestContext = {
      requestId: "r",
      functionArn,
      condition: "RetriesExhausted",
      approximateInvokeCount: 3,
    };
    const responsePayload = { errorType: "RetryableError", errorMessage: "hush" };
    const body = JSON.stringify({ version: "1.0", requestContext, requestPayload: "hush", responsePayload });
    const told = describeInvocation(aLetter(body));
    expect(told).toEqual({
      ...base,
      ...{ function: "stage-sweepDeliveries", cause: "RetriesExhausted: RetryableError", tries: 3 },
    });
  });

  test("as the scheduler tells of it", () => {
    const attributes = { ERROR_CODE: "AccessDeniedException", TARGET_ARN: functionArn, RETRY_ATTEMPTS: "0" };
    expect(describeInvocation(aLetter("{}", attributes))).toEqual({
      ...base,
      ...{ function: "stage-sweepDeliveries", cause: "AccessDeniedException", tries: 0 },
    });
  });

  test.each(["no JSON", JSON.stringify({ responsePayload: { errorType: "hush, a text" } })])(
    "of which little is known: %s",
    (body) => {
      const unknown = { function: null, cause: null, tries: null };
      expect(describeInvocation(aLetter(body))).toEqual({ ...base, ...unknown });
    },
  );
});
