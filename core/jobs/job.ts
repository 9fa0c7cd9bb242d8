import type { Sender } from "../deliveries/envelope.ts";
import type { StoredRef } from "../deliveries/payload-store.ts";
import type { CommandSource } from "../github/pull-request.ts";
import type { JobEvent } from "./job-event.ts";
import type { JobState } from "./job-state.ts";
import type { StatusComment } from "./status-comment.ts";

/** One command of one comment, given to one employee. The record that an operator looks up. */
export interface Job {
  job_id: string;
  intent_key: string;
  state: JobState;
  /** Starts at 1; a retry is a new attempt with an execution of its own. */
  attempt: number;
  /** How often it was begun anew without anybody asking: none is 0. An explicit retry begins to count again. */
  restarts?: number;
  /** When somebody last had it begun anew, ISO 8601 UTC. */
  retried_at?: string;
  /** Raised by every step that takes the job over: a writer with an older one is refused. */
  fence: number;
  /** Number of events so far. */
  version: number;
  /** `shadow`: everything is done but what others could see. */
  mode: "active" | "shadow";
  delivery_id: string;
  hook_id: string;
  /** When the webhook came in, ISO 8601 UTC; jobs from before this was kept have none. */
  received_at?: string;
  repo: string;
  repo_id: number;
  pr_number: number;
  installation_id: number | null;
  source: CommandSource;
  /** Whose permission counts: who wrote the comment, or who edited it. */
  sender: Sender;
  command: { name: string; text: string; arguments: Record<string, unknown> };
  employee: string;
  /** Commit that the command was accepted for; null until it was validated. */
  head_sha: string | null;
  refusals: Refusal[];
  /** Only in jobs of `/cancel` and `/retry`. */
  order?: JobAction;
  execution_arn: string | null;
  /** The frozen task. */
  context_ref: StoredRef | null;
  /** The checked result, recorded before any of it is published. */
  result_ref: StoredRef | null;
  /** How the work ended; null until then. A failed job may be tried again. */
  outcome: "answered" | "unavailable" | "failed" | null;
  comment: StatusComment | null;
  /** Id of our own reaction on the source, to be replaced by the next one. */
  reaction_id: number | null;
  last_event: JobEvent;
  created_at: string;
  updated_at: string;
}

/** What a job of `/cancel` or `/retry` does to another job. Planned when the job is created, applied once it is authorised. */
export interface JobAction {
  kind: "cancel" | "retry";
  /** The other job; null if no job fits. */
  job_id: string | null;
  /** `done`, or a code for why not; null until the action is applied. */
  result: string | null;
}

/** One condition that was not met: a code for machines, a sentence for the person who asked. */
export interface Refusal {
  code: string;
  message: string;
}
