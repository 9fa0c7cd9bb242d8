import type { DeadLetterFilter } from "../../stack/dead-letters/find-dead-letters.ts";
import { InvalidInputError, readRepository } from "../../stack/input.ts";

const name = /^[a-z][a-z0-9_.]{0,80}$/;

/** Reads the page's filter, whose fields are text. Throws InvalidInputError for a value that cannot match. */
export function readDeadLetterFilter(fields: Record<string, unknown>): DeadLetterFilter {
  const { repo, event, cause, since } = fields;
  return {
    ...(repo !== undefined && { repo: readRepository(String(repo)) }),
    ...(event !== undefined && { event: readName(event, "an event such as issue_comment") }),
    ...(cause !== undefined && { cause: readName(cause, "a cause such as github_failed") }),
    ...(since !== undefined && { since: readTime(since) }),
  };
}

function readName(value: unknown, what: string): string {
  if (typeof value === "string" && name.test(value)) return value;
  throw new InvalidInputError(`Must be ${what}.`);
}

function readTime(value: unknown): string {
  const time = typeof value === "string" && /^\d{4}-[\dT:.-]+Z$/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new InvalidInputError("since must be a time such as 2026-11-24T08:00:00Z.");
}
