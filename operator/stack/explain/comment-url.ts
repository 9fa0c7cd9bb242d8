import { readCommentAddress } from "../../../core/explain/comment-address.ts";
import type { CommentSource } from "../../../core/github/pull-request.ts";
import { siteOfApiUrl } from "../../../core/github/site-url.ts";
import { OperatorError } from "../errors.ts";

/** Identifies a comment or a review. */
export interface CommentLocation {
  /** `owner/name`. */
  repo: string;
  pr_number: number;
  source: Pick<CommentSource, "kind" | "id">;
}

/** Reads a comment's link as GitHub copies it. Throws OperatorError for any other URL, or another GitHub's. */
export function readCommentUrl(text: string, apiUrl: string): CommentLocation {
  const { host, repo, pr_number, kind, id } = readCommentAddress(text) ?? {};
  if (!host || !repo || !pr_number || !kind || !id) {
    const advice =
      "Copy its link on GitHub, such as https://github.com/<owner>/<name>/pull/7#issuecomment-123; " +
      "#discussion_r123, #pullrequestreview-123 and /pull/7/files#r123 work too.";
    throw new OperatorError("That is not the link of a comment on a pull request.", advice);
  }
  const site = siteOfApiUrl(apiUrl);
  if (host !== new URL(site).host) {
    throw new OperatorError(`The stack uses ${site}, not ${host}.`, "See --github-api-url.");
  }
  return { repo, pr_number, source: { kind, id } };
}
