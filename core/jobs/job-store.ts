import type { Job } from "./job.ts";
import type { JobEvent } from "./job-event.ts";
import type { JobState } from "./job-state.ts";

/** The attributes, besides the state, that a step may change. */
export type JobChange = Partial<
  Pick<
    Job,
    | "attempt"
    | "restarts"
    | "mode"
    | "head_sha"
    | "refusals"
    | "authority"
    | "order"
    | "execution_arn"
    | "context_ref"
    | "callback"
    | "run"
    | "result_ref"
    | "outcome"
    | "paced"
    | "cost"
    | "reservation"
    | "comment"
    | "check"
    | "reaction_id"
  >
>;

export type EventNote = Pick<JobEvent, "actor" | "reason" | "ids">;

/** The attributes of a finished job that may be corrected: its own traces on the pull request. */
export type Correction = Pick<JobChange, "comment" | "check" | "reaction_id">;

/** Port: the job table. Throws RetryableError when it does not answer. */
export interface JobStore {
  /** Creates the job in RECEIVED; returns the existing job if there is one. */
  create(job: NewJob, note: EventNote): Promise<Job>;
  read(jobId: string): Promise<Job | null>;
  /** Claims the job for one step. Throws FencedError if this is no longer the job's attempt. */
  claim(jobId: string, attempt: number): Promise<Job>;
  /** Saves a change without a transition. Throws FencedError if another writer has claimed the job. */
  save(job: Job, change: JobChange): Promise<Job>;
  /** Changes the state and records the event. Throws FencedError if another writer was faster. */
  transition(job: Job, to: JobState, note: EventNote, change?: JobChange): Promise<Job>;
  /** Starts another attempt in DISPATCHED, from one of `retryableStates`. Throws FencedError as `transition` does. */
  reopen(job: Job, note: EventNote, change: JobChange): Promise<Job>;
  /** Corrects a job, finished or not, without a transition. Throws FencedError as `save` does. */
  correct(job: Job, correction: Correction): Promise<Job>;
  /** Returns all events of a job, oldest first. */
  events(jobId: string): Promise<JobEvent[]>;
}

export type NewJob = Omit<Job, "state" | "fence" | "version" | "last_event" | "created_at" | "updated_at">;

export interface IndexedJob {
  job_id: string;
  /** ISO 8601 UTC. */
  updated_at: string;
}

/** Port: an index of the jobs by state, which may lag a little. Throws RetryableError when it does not answer. */
export interface JobIndex {
  /** Returns jobs that entered the state from `after` to `before`, both included, oldest first. */
  inState(state: JobState, times: { after?: string; before: string }, limit: number): Promise<IndexedJob[]>;
}

/** Port: an index of the jobs by pull request, which may lag a little. Throws as `JobIndex` does. */
export interface PullRequestIndex {
  /** Returns ids, newest first. */
  onPullRequest(target: { repo_id: number; pr_number: number }, limit: number): Promise<string[]>;
}
