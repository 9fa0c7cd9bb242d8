import type { Permission } from "../github/permission.ts";
import type { CommandSource } from "../github/pull-request.ts";
import type { Job } from "../jobs/job.ts";

/** One thing that was asked: it holds, it does not, or it is only to be known. */
export interface Step {
  /** A code, such as `bot` or `permission`. */
  check: string;
  verdict: "yes" | "no" | "note";
  /** A sentence, names between backticks. Nothing in it is a stranger's text but what a refusal tells anyway. */
  text: string;
}

/** What becomes of a job if the delivery is dispatched now. */
export type JobFate =
  /** Its execution starts and does the work. */
  | "starts"
  /** Its execution starts and tells why it does nothing. */
  | "is_refused"
  /** It is recorded and nobody sees anything of it. */
  | "stays_in_shadow"
  /** There is nobody to tell. */
  | "is_cancelled"
  /** It is there already and goes its own way. */
  | "is_known"
  /** Its command does not stand in the comment. */
  | "is_left_out";

export interface ExplainedJob {
  job_id: string;
  employee: string;
  fate: JobFate;
  steps: Step[];
  /** What whoever asked may do there; null where it was not asked. Not for everybody's eyes. */
  held: Permission | null;
  /** The job as it is; null when there is none yet. */
  known: Pick<Job, "state" | "attempt" | "outcome" | "mode"> | null;
}

export interface ExplainedCommand {
  name: string;
  /** 1-based line of the comment. */
  line: number;
  steps: Step[];
  jobs: ExplainedJob[];
}

/** How a delivery would end; `waits` when it comes back until what it waits for is there. */
export type Decision =
  | { kind: "dispatched"; job_ids: string[] }
  | { kind: "ignored" | "failed" | "waits"; reason: string };

/** Why a request triggers something or does not, in the order in which it is asked. */
export interface Explanation {
  decision: Decision;
  /** Version of the rollout that decided; null where it did not come so far, 0 for what was deployed. */
  rollout: number | null;
  steps: Step[];
  commands: ExplainedCommand[];
}

/** The explanation of a comment that somebody asks about by another one. */
export interface ExplainedComment {
  source: Pick<CommandSource, "kind" | "id">;
  author: string;
  explanation: Explanation;
}

/** Code for why there is nothing to explain. */
export type MissingComment = "unreadable_address" | "other_pull_request" | "not_found" | "none_before";

/** There is no comment to explain, with the reason. */
export interface NothingExplained {
  missing: MissingComment;
}
