import type { CommandSource } from "../../../functions/core/jobs/job.ts";
import { siteOfApiUrl } from "../app/api-url.ts";
import { CommandError } from "../errors.ts";

/** A comment or a review by its address. */
export interface CommentPlace {
  /** `owner/name`. */
  repo: string;
  pr_number: number;
  source: Pick<CommandSource, "kind" | "id">;
}

const kinds: Record<string, CommandSource["kind"]> = {
  issuecomment: "issue_comment",
  discussion_r: "pull_request_review_comment",
  r: "pull_request_review_comment",
  pullrequestreview: "pull_request_review",
};

const place = /^\/([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)\/(?:pull|issues)\/([1-9][0-9]{0,9})(?:\/[a-z]*)?$/;
const anchor = /^#(?:(issuecomment|pullrequestreview)-|(discussion_r|r))([1-9][0-9]{0,15})$/;

/** Reads what GitHub copies as a comment's link. Throws CommandError for another address, or another GitHub's. */
export function readCommentUrl(text: string, apiUrl: string): CommentPlace {
  const url = URL.canParse(text) ? new URL(text) : null;
  const [, repo = "", number = ""] = place.exec(url?.pathname ?? "") ?? [];
  const [, dashed, plain, id = ""] = anchor.exec(url?.hash ?? "") ?? [];
  const kind = kinds[dashed ?? plain ?? ""];
  if (!url || !repo || !kind) {
    const advice = "Copy its link on GitHub: https://github.com/<owner>/<name>/pull/7#issuecomment-123.";
    throw new CommandError("That is no link of a comment on a pull request.", advice);
  }
  const site = siteOfApiUrl(apiUrl);
  if (url.host !== new URL(site).host) {
    throw new CommandError(`The stack works with ${site}, not with ${url.host}.`, "See --github-api-url.");
  }
  return { repo, pr_number: Number(number), source: { kind, id: Number(id) } };
}
