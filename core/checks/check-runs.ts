import type { RepositoryTarget } from "../github/pull-request.ts";
import type { CheckStatus } from "../jobs/status-check.ts";

export type CheckConclusion = "neutral" | "failure" | "action_required" | "cancelled" | "skipped";

/** A button on a check run. GitHub allows 20, 40 and 20 characters. */
export interface CheckAction {
  label: string;
  description: string;
  identifier: "retry" | "cancel";
}

export interface CheckContent {
  /** Id of the job. */
  external_id: string;
  name: string;
  status: CheckStatus;
  /** Null until the check run is completed. */
  conclusion: CheckConclusion | null;
  title: string;
  /** Markdown, without anything untrusted that is not sanitized. */
  summary: string;
  actions: CheckAction[];
  /** Fragment of the address of the comment that the check run links to; null for the pull request. */
  fragment: string | null;
  pr_number: number;
  /** Start of the attempt, ISO 8601 UTC. */
  started_at: string;
  /** ISO 8601 UTC; null until the check run is completed. */
  completed_at: string | null;
}

export interface FoundCheckRun {
  id: number;
  external_id: string;
  status: string;
  conclusion: string | null;
  started_at: string | null;
  completed_at: string | null;
}

/**
 * Port: check runs of our App. Throws RetryableError when GitHub does not answer or limits requests; the check run of
 * `create` may nevertheless exist. Throws PermanentError if GitHub refuses check runs there.
 */
export interface CheckRuns {
  /** Returns the ID of our App. */
  appId(): Promise<number>;
  /** Returns all check runs of our App on a commit, from all pages, the oldest first. */
  list(target: RepositoryTarget, sha: string): Promise<FoundCheckRun[]>;
  /** Returns a check run of our App; null if GitHub has none with this id. */
  read(target: RepositoryTarget, id: number): Promise<FoundCheckRun | null>;
  /** Returns its id. */
  create(target: RepositoryTarget, sha: string, content: CheckContent): Promise<number>;
  /** Returns false if the check run no longer exists. */
  update(target: RepositoryTarget, id: number, content: CheckContent): Promise<boolean>;
}
