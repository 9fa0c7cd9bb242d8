import type { Job } from "../../../core/jobs/job.ts";
import { visibleComment } from "../../../core/jobs/status-comment.ts";

/** What a job says of itself without what the comment said: keys as in the job table. */
export function jobSummary(job: Job) {
  const { job_id, state, outcome, employee, command, repo, pr_number, attempt, restarts = 0, mode } = job;
  const { delivery_id, hook_id, intent_key, head_sha, refusals, execution_arn, created_at, updated_at } = job;
  return {
    ...{ job_id, state, outcome, employee, command: command.name, repo, pr_number, sender: job.sender.login },
    ...{ attempt, restarts, mode, delivery_id, hook_id, intent_key, head_sha, refusals, execution_arn },
    comment_ids: visibleComments(job),
    waiting: job.comment?.waiting ?? null,
    received_at: job.received_at ?? null,
    ...{ created_at, updated_at },
  };
}

/** The record keeps the id of a comment that was removed, too. */
function visibleComments({ comment }: Job): number[] {
  const id = visibleComment(comment);
  return id === null ? [] : [id, ...(comment?.continuation_ids ?? [])];
}
