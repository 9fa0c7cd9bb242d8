import { splitAnswer } from "../answering/split-answer.ts";
import { isReservedCommand } from "../commands/command-names.ts";
import { canCancel } from "../jobs/cancel-job.ts";
import type { Job } from "../jobs/job.ts";
import { hasFailed, unreportedCode } from "../jobs/job-failure.ts";
import { isTerminal } from "../jobs/job-state.ts";
import { canRetry } from "../jobs/retry-job.ts";
import type { CheckStatus } from "../jobs/status-check.ts";
import { commentFragment, visibleComment } from "../jobs/status-comment.ts";
import type { Employee } from "../roster/employee.ts";
import type { CheckAction, CheckConclusion, CheckContent } from "./check-runs.ts";

/**
 * Returns whether the jobs of an employee have check runs. Those that answer a reserved command have none: `/help`,
 * `/status`, `/cancel`, `/retry` and `/explain` are about jobs, not about the commit.
 */
export function hasCheckRuns({ commands }: Pick<Employee, "commands">): boolean {
  return !commands.every(isReservedCommand);
}

const retry: CheckAction = { label: "Retry", description: "Run this command again", identifier: "retry" };
const cancel: CheckAction = { label: "Cancel", description: "Stop this job", identifier: "cancel" };

/**
 * Returns the check run of a job as its record is now. `text` is the text of the status comment, sanitized; null if the
 * job has none. `status` is that of an unfinished job.
 */
export function checkContent(
  job: Job,
  employee: Employee | undefined,
  text: string | null,
  status: Exclude<CheckStatus, "completed">,
): CheckContent {
  const finished = isTerminal(job.state);
  const { title, conclusion } = finished ? verdictOf(job) : { title: waiting[status], conclusion: null };
  return {
    external_id: job.job_id,
    name: employee?.title ?? job.employee,
    status: finished ? "completed" : status,
    conclusion,
    title,
    summary: text === null ? `${title}. Job \`${job.job_id}\`.` : beginningOf(text),
    actions: finished ? (canRetry(job) ? [retry] : []) : canCancel(job) ? [cancel] : [],
    fragment: fragmentOf(job),
    pr_number: job.pr_number,
    started_at: job.retried_at ?? job.created_at,
    completed_at: finished ? job.last_event.at : null,
  };
}

function fragmentOf({ comment }: Job): string | null {
  const id = visibleComment(comment);
  return comment && id !== null ? commentFragment(comment, id) : null;
}

const waiting = { queued: "Waiting for an earlier job", in_progress: "Running" };

interface Verdict {
  title: string;
  conclusion: CheckConclusion;
}

/** No conclusion is `success`: an answer says nothing about the quality of the code. */
function verdictOf(job: Job): Verdict {
  if (hasFailed(job)) return { title: failedTitle(job), conclusion: "failure" };
  switch (job.state) {
    case "NOTIFIED":
      return job.outcome === "answered"
        ? { title: "Answered", conclusion: "neutral" }
        : { title: "Unavailable", conclusion: "failure" };
    case "REFUSED":
      return { title: "Didn't run", conclusion: "action_required" };
    case "SUPERSEDED":
      return { title: "Replaced by a later command", conclusion: "cancelled" };
    default:
      return { title: "Cancelled", conclusion: "cancelled" };
  }
}

function failedTitle({ state, last_event: { reason } }: Job): string {
  const code = state === "CANCELLED" ? unreportedCode(reason) : reason;
  return code && code !== "failed" && /^[a-z][a-z0-9_]*$/.test(code) ? `Failed (${code})` : "Failed";
}

/** GitHub accepts 65,535 bytes; a UTF-16 unit has at most three. */
const summaryBytes = 65_535;

function beginningOf(text: string): string {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= summaryBytes) return text;
  const [first = ""] = splitAnswer(text, Math.floor(summaryBytes / 3));
  return first;
}
