/**
 * The places on a pull request where users write, by GitHub's webhook event: the conversation, a line of the diff, the
 * text of a review. Commands and approvals are read in each of them.
 */
export const commentKinds = ["issue_comment", "pull_request_review_comment", "pull_request_review"] as const;

export type CommentKind = (typeof commentKinds)[number];
