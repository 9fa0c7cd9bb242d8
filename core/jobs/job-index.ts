import type { JobState } from "./job-state.ts";

export interface IndexedJob {
  job_id: string;
  /** ISO 8601 UTC. */
  updated_at: string;
}

/** Port: jobs by their state, by an index that may be a little behind. Throws RetryableError when it does not answer. */
export interface JobIndex {
  /** The jobs that have been in a state since some time from `after` to `before` (both included), oldest first. */
  inState(state: JobState, times: { after?: string; before: string }, limit: number): Promise<IndexedJob[]>;
}

/** Port: the jobs of a pull request, by an index that may be a little behind. Throws as `JobIndex` does. */
export interface PullRequestIndex {
  /** Ids, newest first. */
  onPullRequest(target: { repo_id: number; pr_number: number }, limit: number): Promise<string[]>;
}
