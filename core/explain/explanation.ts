import type { Permission } from "../github/permission.ts";
import type { CommentSource } from "../github/pull-request.ts";
import type { Job } from "../jobs/job.ts";
import { isVisible } from "../jobs/job-mode.ts";

/** The result of one check, or a note. */
export interface Step {
  /** A code, such as `bot` or `permission`. */
  check: string;
  verdict: "yes" | "no" | "note";
  /** A sentence with names in backticks. Contains no untrusted text, except what a refusal shows anyway. */
  text: string;
}

/** What happens to a job if the delivery is dispatched now. */
export type JobFate =
  /** Its execution starts and does the work. */
  | "starts"
  /** Its execution starts and posts the refusal. */
  | "is_refused"
  /** It is recorded, with nothing posted. */
  | "stays_in_shadow"
  /** Its execution starts and does the work, and the answer is kept and not posted. */
  | "runs_in_shadow"
  /** It cannot post anything. */
  | "is_cancelled"
  /** It exists already. */
  | "is_known"
  /** Its command is not in the comment. */
  | "is_left_out";

export interface ExplainedJob {
  job_id: string;
  employee: string;
  fate: JobFate;
  steps: Step[];
  /** The user's permission; null if it was not read. Never posted. */
  held: Permission | null;
  /** The existing job; null if there is none. */
  known: Pick<Job, "state" | "attempt" | "outcome" | "mode"> | null;
}

export interface ExplainedCommand {
  name: string;
  /** Line of the comment, counted from 1. */
  line: number;
  steps: Step[];
  jobs: ExplainedJob[];
}

/** How a delivery would end; `waits` if it would be retried later. */
export type Decision =
  | { kind: "dispatched"; job_ids: string[] }
  | { kind: "ignored" | "failed" | "waits"; reason: string };

/** Why a request triggers something or does not, in the order of the checks. */
export interface Explanation {
  decision: Decision;
  /** Version of the rollout that decided: 0 for the deployed one, null if no rollout was needed. */
  rollout: number | null;
  steps: Step[];
  commands: ExplainedCommand[];
}

/** The explanation of a comment that a user asks about. */
export interface ExplainedComment {
  source: Pick<CommentSource, "kind" | "id">;
  author: string;
  explanation: Explanation;
}

/** Why there is no comment to explain. */
export type MissingComment = "unreadable_address" | "other_pull_request" | "not_found" | "none_before";

export interface NothingExplained {
  missing: MissingComment;
}

/** Counts the jobs of a delivery that are in shadow: nothing is posted on the pull request. */
export function jobsInShadow({ decision, commands }: Pick<Explanation, "decision" | "commands">): number {
  if (decision.kind !== "dispatched") return 0;
  const { job_ids } = decision;
  const due = commands.flatMap(({ jobs }) => jobs).filter(({ job_id }) => job_ids.includes(job_id));
  return due.filter(({ fate, known }) => {
    return fate === "stays_in_shadow" || fate === "runs_in_shadow" || (known !== null && !isVisible(known));
  }).length;
}
