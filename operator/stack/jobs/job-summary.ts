import type { Job } from "../../../core/jobs/job.ts";
import { isVisible } from "../../../core/jobs/job-mode.ts";
import { pacedSince } from "../../../core/jobs/paced.ts";
import { visibleComment } from "../../../core/jobs/status-comment.ts";
import { costOf } from "../cost/job-cost.ts";

/** Returns a job's fields, with the job table's names, without the text of its comment. */
export function jobSummary(job: Job) {
  const { job_id, state, outcome, employee, command, repo, pr_number, attempt, restarts = 0, mode } = job;
  const { delivery_id, hook_id, intent_key, head_sha, refusals, execution_arn, created_at, updated_at } = job;
  return {
    ...{ job_id, state, outcome, employee, command: command.name, repo, pr_number, sender: job.sender.login },
    ...{ attempt, restarts, mode, delivery_id, hook_id, intent_key, head_sha, refusals, execution_arn },
    comment_ids: commentIds(job),
    waiting: job.comment?.waiting ?? null,
    queued: job.comment?.queued ?? null,
    paced_since: pacedSince(job),
    cost: costOf(job),
    received_at: job.received_at ?? null,
    ...{ created_at, updated_at },
  };
}

/** Returns the IDs of the visible answer, part by part. The record also keeps the ID of a removed comment. */
export function commentIds({ comment }: Pick<Job, "comment">): number[] {
  const id = visibleComment(comment);
  return id === null ? [] : [id, ...(comment?.continuation_ids ?? [])];
}

/**
 * Returns `NOTIFIED (answered)` and the like. A job in shadow says so first: it ends in IGNORED once it is recorded or
 * its employee has run, and nothing appears on the pull request. A text that is ready may wait for GitHub's limits.
 */
export function stateText(job: Pick<Job, "state" | "outcome" | "mode" | "attempt" | "paced">): string {
  const { state, outcome, mode } = job;
  if (!isVisible({ mode })) {
    const name = mode.toUpperCase();
    return state === "IGNORED" ? `${name} (${outcome ?? "recorded"})` : `${name} (${state})`;
  }
  if (pacedSince(job) !== null) return `${state} (waits for GitHub's limits)`;
  return outcome ? `${state} (${outcome})` : state;
}
