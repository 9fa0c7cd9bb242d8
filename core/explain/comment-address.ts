import type { CommentKind } from "../github/pull-request.ts";

/** A comment or a review as a user refers to it. Parts that the address lacks are null. */
interface CommentAddress {
  /** Host and port. */
  host: string | null;
  /** `owner/name`, current or former. */
  repo: string | null;
  pr_number: number | null;
  /** Null for a plain number, which may be the ID of a comment, a review comment or a review. */
  kind: CommentKind | null;
  id: number;
}

/** Accepted forms of an address, for error messages. */
export const commentAddressForms =
  "a link that GitHub copies (`…/pull/7#issuecomment-1`, `…/pull/7#discussion_r1`, `…/pull/7#pullrequestreview-1`, `…/pull/7/files#r1`) or the ID of a comment";

/** Path of a pull request's page: its conversation, or all or some of its changes. */
const page =
  /^\/([\w.-]+\/[\w.-]+)\/(?:issues\/([1-9]\d{0,9})|pull\/([1-9]\d{0,9})(\/(?:files|changes|commits)(?:\/\w+(?:\.\.\.?\w+)?)?)?)\/?$/;
const fragment = /^(?:(issuecomment|pullrequestreview)-|(discussion_r|r)|)([1-9]\d{0,15})$/;

const kinds: Record<string, CommentKind> = {
  issuecomment: "issue_comment",
  discussion_r: "pull_request_review_comment",
  r: "pull_request_review_comment",
  pullrequestreview: "pull_request_review",
};

/**
 * Reads the address of a comment: a link as GitHub copies it, its fragment alone, or an ID with or without `#`. Returns
 * null for any other text; never guesses the kind of a comment.
 */
export function readCommentAddress(text: string): CommentAddress | null {
  return /^https?:\/\//i.test(text) ? readLink(text) : readFragment(text.replace(/^#/, ""));
}

function readLink(text: string): CommentAddress | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const [, repo, issue, pull, changes] = page.exec(url?.pathname ?? "") ?? [];
  const target = readFragment(url?.hash.slice(1) ?? "");
  if (!url || !repo || !target?.kind) return null;
  // `#r1` is a comment only on pages of changes.
  if (/#r\d/.test(url.hash) && !changes) return null;
  return { ...target, host: url.host, repo, pr_number: Number(issue ?? pull) };
}

function readFragment(text: string): CommentAddress | null {
  const [, dashed, plain, digits] = fragment.exec(text) ?? [];
  const id = Number(digits);
  if (!Number.isSafeInteger(id)) return null;
  const kind = kinds[dashed ?? plain ?? ""] ?? null;
  return { host: null, repo: null, pr_number: null, kind, id };
}
