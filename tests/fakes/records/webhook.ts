import type { WebhookPayload } from "../../../core/deliveries/webhook.schema.ts";

export const commentedAt = "2026-11-23T08:59:58Z";

type CommentChange = Partial<Pick<WebhookPayload, "action" | "sender" | "installation">> & {
  /** Login; the sender, unless another user has edited it. */
  author?: string;
  body?: string;
  id?: number;
  updated_at?: string;
};

/** GitHub's payload for a comment on a pull request, with the fields that are read. */
export function aCommentWebhook(given: CommentChange = {}): WebhookPayload {
  const { author, body, id, updated_at, ...change } = given;
  const login = author ?? (change.action === "edited" ? undefined : change.sender?.login) ?? "octavia";
  return {
    action: "created",
    repository: { id: 77, full_name: "octo-demo/payments" },
    sender: { login: "octavia", id: 11, type: "User" },
    installation: { id: 5 },
    issue: { number: 7, pull_request: {} },
    comment: {
      id: id ?? 9001,
      body: body ?? "/summary",
      created_at: commentedAt,
      updated_at: updated_at ?? commentedAt,
      user: { login },
    },
    ...change,
  };
}

export function aReviewWebhook(review: Partial<NonNullable<WebhookPayload["review"]>> = {}): WebhookPayload {
  const { comment: _comment, issue: _issue, ...payload } = aCommentWebhook({ action: "submitted" });
  return {
    ...payload,
    pull_request: { number: 7 },
    review: {
      id: 8001,
      body: "/summary",
      submitted_at: commentedAt,
      user: { login: "octavia" },
      ...review,
    },
  };
}
