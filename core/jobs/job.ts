import type { Sender } from "../deliveries/envelope.ts";
import type { StoredRef } from "../deliveries/payload-store.ts";
import type { Permission } from "../github/permission.ts";
import type { CommandSource } from "../github/pull-request.ts";
import type { JobCost, Reservation } from "./job-cost.ts";
import type { JobEvent } from "./job-event.ts";
import type { JobMode } from "./job-mode.ts";
import type { JobState } from "./job-state.ts";
import type { StatusCheck } from "./status-check.ts";
import type { StatusComment } from "./status-comment.ts";

/** One command of one comment for one employee. */
export interface Job {
  job_id: string;
  intent_key: string;
  state: JobState;
  /** Counts from 1. Each attempt has its own execution. */
  attempt: number;
  /** Automatic restarts since the last retry by a person; missing means 0. */
  restarts?: number;
  /** Time of the last retry by a person, ISO 8601 UTC. */
  retried_at?: string;
  /** Increased by every step that claims the job. A writer with an older fence is refused. */
  fence: number;
  /** Number of events so far. */
  version: number;
  mode: JobMode;
  delivery_id: string;
  hook_id: string;
  /** Time at which the webhook arrived, ISO 8601 UTC. Missing in jobs of earlier versions. */
  received_at?: string;
  repo: string;
  repo_id: number;
  /** As `RepositoryTarget` has it. */
  repo_node_id?: string;
  pr_number: number;
  installation_id: number | null;
  source: CommandSource;
  /** The user whose permission counts: the author of the comment, or its editor. */
  sender: Sender;
  command: { name: string; text: string; arguments: Record<string, unknown> };
  employee: string;
  /** Commit for which the command was accepted; null before. */
  head_sha: string | null;
  refusals: Refusal[];
  /** When GitHub last confirmed that the job may run; null or missing if it has to be asked before anything else. */
  authority?: Authority | null;
  /** Only in jobs of `/cancel` and `/retry`. */
  order?: JobAction;
  execution_arn: string | null;
  /** The frozen task. */
  context_ref: StoredRef | null;
  /** Key of the callback of this attempt's run outside; null if it runs in this account. Missing in earlier versions. */
  callback?: string | null;
  /** The workflow run of an attempt, for the comments. */
  run?: { attempt: number; url: string };
  /** The checked result, recorded before any of it is published. */
  result_ref: StoredRef | null;
  /** Result of the employee's work; null before it ends. */
  outcome: "answered" | "unavailable" | "failed" | null;
  /** Set when the text that ends an attempt has to wait for GitHub's limit on content writes: core/pacing. */
  paced?: Paced;
  /** What the results of its runs have cost; missing for built-in employees and before the first result. */
  cost?: JobCost;
  /** What its last run holds in the budgets; missing if it holds nothing. */
  reservation?: Reservation;
  comment: StatusComment | null;
  /** Missing before the check run is written, and in jobs that have none. */
  check?: StatusCheck;
  /** Id of our current reaction on the command's comment. */
  reaction_id: number | null;
  last_event: JobEvent;
  created_at: string;
  updated_at: string;
}

/** GitHub's confirmation: the command was in its comment, at the job's commit, and its sender held this permission. */
export interface Authority {
  /** Time before GitHub was asked, ISO 8601 UTC. */
  at: string;
  held: Permission;
}

/** What a job of `/cancel` or `/retry` does to another job. Planned at its creation, applied once it is authorised. */
export interface JobAction {
  kind: "cancel" | "retry";
  /** The other job; null if no job fits. */
  job_id: string | null;
  /** `done`; `told` for a cancelled run outside; or a code for why not. Null until the action is applied. */
  result: string | null;
}

/** The wait of an attempt for tokens. */
export interface Paced {
  attempt: number;
  /** ISO 8601 UTC. */
  since: string;
  /** Tokens that the text costs. */
  writes: number;
}

/** An unmet condition: a code for programs and a sentence for the user. */
export interface Refusal {
  code: string;
  message: string;
}
