import type { Job } from "./job.ts";
import type { JobEvent } from "./job-event.ts";
import type { JobState } from "./job-state.ts";

/** What a step may change of a job beside its state. */
export type JobChange = Partial<
  Pick<
    Job,
    | "attempt"
    | "restarts"
    | "mode"
    | "head_sha"
    | "refusals"
    | "order"
    | "execution_arn"
    | "context_ref"
    | "result_ref"
    | "outcome"
    | "comment"
    | "reaction_id"
  >
>;

export type EventNote = Pick<JobEvent, "actor" | "reason" | "ids">;

/** What may be put right of a job that is over: what it knows of its own traces on the pull request. */
export type Correction = Pick<JobChange, "comment" | "reaction_id">;

/** Port: the job table. Throws RetryableError when it does not answer. */
export interface JobStore {
  /** Creates the job in RECEIVED; answers the one that is there when there is one. */
  create(job: NewJob, note: EventNote): Promise<Job>;
  read(jobId: string): Promise<Job | null>;
  /** Takes the job over for one step. Throws FencedError when this attempt is no longer the job's. */
  claim(jobId: string, attempt: number): Promise<Job>;
  /** Saves what a step learnt, without a transition. Throws FencedError for an overtaken writer. */
  save(job: Job, change: JobChange): Promise<Job>;
  /** Goes to another state and writes the event. Throws FencedError for an overtaken or a late writer. */
  transition(job: Job, to: JobState, note: EventNote, change?: JobChange): Promise<Job>;
  /**
   * To DISPATCHED as another attempt, because a person asks: the only way out of a job that is over, and from those
   * states alone that `retryableStates` lists. Throws FencedError as `transition` does.
   */
  reopen(job: Job, note: EventNote, change: JobChange): Promise<Job>;
  /** Corrects what a job knows of its traces, over or not, without a transition. Throws FencedError as `save` does. */
  correct(job: Job, correction: Correction): Promise<Job>;
  /** Every event of a job, oldest first. */
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

/** Port: an index of the jobs by pull request, which may lag a little. Throws RetryableError when it does not answer. */
export interface PullRequestIndex {
  /** Returns ids, newest first. */
  onPullRequest(target: { repo_id: number; pr_number: number }, limit: number): Promise<string[]>;
}
