import { OperatorError } from "../../stack/errors.ts";
import { type CommentLocation, readCommentUrl } from "../../stack/explain/comment-url.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { InvalidInputError, readPositive, readRepository } from "../../stack/input.ts";
import type { JobFilter, JobReader } from "../../stack/jobs/find-jobs.ts";
import { findRepository, lookUpOnGitHub } from "../../stack/jobs/find-repository.ts";
import { Refusal } from "../server/refusal.ts";

/** What the page searches jobs by, without states and paging. */
interface JobQuery extends Pick<JobFilter, "delivery" | "employee" | "sender" | "pr" | "comment"> {
  /** `owner/name`, current or former. */
  repo?: string;
}

const readers = {
  delivery: named("a delivery's GUID", /^[A-Za-z0-9-]{1,64}$/),
  employee: named("an employee's name", /^[a-z][a-z0-9-]{0,31}$/),
  sender: named("a login", /^[A-Za-z0-9-]{1,64}(\[bot\])?$/),
  repo: readRepository,
  pr: readPositive,
};

/** Reads the page's query. Throws Refusal or InvalidInputError for a value that cannot be searched for. */
export function readJobQuery(query: URLSearchParams, apiUrl: string): JobQuery {
  const found: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(readers)) {
    const text = query.get(name);
    if (text !== null) found[name] = read(text);
  }
  const comment = query.get("comment");
  if (comment !== null) Object.assign(found, toQuery(commentAt(comment, apiUrl)));
  if (found.pr && !found.repo) throw new Refusal(400, "invalid", "pr needs the repository.");
  return found;
}

/** Reads a comment's link. Throws Refusal for any other text. */
export function commentAt(link: string, apiUrl: string): CommentLocation {
  try {
    return readCommentUrl(link, apiUrl);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new Refusal(400, "invalid", error.message, error.advice);
  }
}

const toQuery = ({ repo, pr_number, source }: CommentLocation): JobQuery => ({
  repo,
  pr: pr_number,
  comment: source,
});

/** Returns the filter with the repository's ID; null if neither a job nor GitHub knows the repository. */
export async function toFilter(
  { repo, ...filter }: JobQuery,
  stack: Stack,
  reading: JobReader,
  apiUrl: string,
): Promise<Omit<JobFilter, "states"> | null> {
  if (!repo) return filter;
  const repo_id = await findRepository(repo, reading, lookUpOnGitHub(stack, apiUrl));
  return repo_id === null ? null : { ...filter, repo_id };
}

function named(what: string, form: RegExp): (text: string) => string {
  return (text) => {
    if (form.test(text)) return text;
    throw new InvalidInputError(`Must be ${what}.`);
  };
}
