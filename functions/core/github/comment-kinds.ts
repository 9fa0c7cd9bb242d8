/**
 * Everywhere on a pull request where a person's text can stand, by the webhook event that GitHub sends of it: the
 * conversation, a line of the diff, the text of a review. Commands and approvals are looked for in each of them.
 */
export const commentKinds = ["issue_comment", "pull_request_review_comment", "pull_request_review"] as const;

export type CommentKind = (typeof commentKinds)[number];
