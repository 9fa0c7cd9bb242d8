import { readCommentAddress } from "../../../core/explain/comment-address.ts";
import type { CommandSource } from "../../../core/github/pull-request.ts";
import { CommandError } from "../errors.ts";
import { siteOfApiUrl } from "../github-url.ts";

/** A comment or a review by its address. */
export interface CommentPlace {
  /** `owner/name`. */
  repo: string;
  pr_number: number;
  source: Pick<CommandSource, "kind" | "id">;
}

/** Reads a comment's link as GitHub copies it. Throws CommandError for another address, or another GitHub's. */
export function readCommentUrl(text: string, apiUrl: string): CommentPlace {
  const { host, repo, pr_number, kind, id } = readCommentAddress(text) ?? {};
  if (!host || !repo || !pr_number || !kind || !id) {
    const advice =
      "Copy its link on GitHub, such as https://github.com/<owner>/<name>/pull/7#issuecomment-123; " +
      "#discussion_r123, #pullrequestreview-123 and /pull/7/files#r123 work too.";
    throw new CommandError("That is no link of a comment on a pull request.", advice);
  }
  const site = siteOfApiUrl(apiUrl);
  if (host !== new URL(site).host) {
    throw new CommandError(`The stack works with ${site}, not with ${host}.`, "See --github-api-url.");
  }
  return { repo, pr_number, source: { kind, id } };
}
