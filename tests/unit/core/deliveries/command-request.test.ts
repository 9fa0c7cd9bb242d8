import { expect, test } from "@jest/globals";
import { parseComment } from "../../../../core/commands/parse-comment.ts";
import { readCommandRequest } from "../../../../core/deliveries/command-request.ts";
import { eventTypes } from "../../../../core/deliveries/envelope.ts";
import { aCommentWebhook, aReviewWebhook, commentedAt } from "../../../fakes/records/webhook.ts";

const app = { appLogin: () => Promise.resolve("pr-automation[bot]") };
const received_at = "2026-11-23T09:00:00.000Z";

test.each(["issue_comment", "pull_request_review_comment"] as const)(
  "%s: the comment",
  async (event_type) => {
    const payload = aCommentWebhook({ body: "/summary" });
    expect(await readCommandRequest({ event_type, received_at }, payload, app)).toEqual({
      source: {
        kind: event_type,
        id: 9001,
        created_at: commentedAt,
        ...(event_type === "pull_request_review_comment" && { thread: 9001 }),
      },
      author: "octavia",
      comment: parseComment("/summary"),
    });
  },
);

test.each([
  [undefined, 9001],
  [null, 9001],
  [8999, 8999],
])("a reply to %s on the diff belongs to the thread of %i", async (in_reply_to_id, thread) => {
  const { comment = fail(), ...payload } = aCommentWebhook();
  const written = {
    ...payload,
    comment: { ...comment, ...(in_reply_to_id !== undefined && { in_reply_to_id }) },
  };
  const event = { event_type: "pull_request_review_comment", received_at } as const;
  expect((await readCommandRequest(event, written, app))?.source).toMatchObject({ thread });
});

test.each([
  [{ body: "/summary", submitted_at: commentedAt }, "/summary", commentedAt],
  [{ body: null, submitted_at: null }, "", received_at],
])("a review of %j", async (review, body, created_at) => {
  const request = await readCommandRequest(
    { event_type: "pull_request_review", received_at },
    aReviewWebhook(review),
    app,
  );
  const source = { kind: "pull_request_review", id: 8001, created_at };
  expect(request).toEqual({ source, author: "octavia", comment: parseComment(body) });
});

test("the author is ghost if the account is deleted, as in GitHub's other responses", async () => {
  const { comment, ...payload } = aCommentWebhook();
  const written = { ...payload, comment: { ...(comment ?? fail()), user: null } };
  const review = aReviewWebhook({ user: null });
  const onComment = { event_type: "issue_comment", received_at } as const;
  expect(await readCommandRequest(onComment, written, app)).toHaveProperty("author", "ghost");
  const onReview = { event_type: "pull_request_review", received_at } as const;
  expect(await readCommandRequest(onReview, review, app)).toHaveProperty("author", "ghost");
});

test.each(eventTypes)("%s without a text is no request", async (event_type) => {
  const { comment: _, ...payload } = aCommentWebhook();
  expect(await readCommandRequest({ event_type, received_at }, payload, app)).toBeNull();
});

function fail(): never {
  throw new Error("The record has no comment");
}
