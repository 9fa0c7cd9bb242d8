import type { Job } from "./job.ts";
import type { JobStore, PullRequestIndex } from "./job-store.ts";
import { type Queued, visibleComment, type Waiting } from "./status-comment.ts";

/** A job of the same pull request, without any text of a user. */
export interface PullRequestJob
  extends Pick<Job, "job_id" | "employee" | "state" | "outcome" | "attempt" | "created_at" | "updated_at"> {
  /** Name of the command, without its slash. */
  command: string;
  /** Contexts of an earlier version have none and mean active. */
  mode?: Job["mode"];
  /** Login of the user who gave the command. */
  sender: string;
  /** The wait that its comment shows; null if there is none. */
  waiting: Waiting | null;
  /** The place in its lane that its comment shows. Contexts of an earlier version have none. */
  queued?: Queued | null;
  /** Id of the status comment; null if there is none. */
  comment_id: number | null;
  /** The thread on the diff that has it; missing if the conversation has it, and in contexts of an earlier version. */
  thread?: number;
}

/** A comment with more jobs would be hard to read. */
const maxJobs = 20;

/** Returns the newest other jobs of a job's pull request, newest first, including those in shadow. */
export async function pullRequestJobs(
  job: Pick<Job, "job_id" | "repo_id" | "pr_number">,
  { index, jobs }: { index: PullRequestIndex; jobs: Pick<JobStore, "read"> },
): Promise<PullRequestJob[]> {
  const ids = await index.onPullRequest(job, maxJobs + 1);
  const found = await Promise.all(ids.filter((id) => id !== job.job_id).map((id) => jobs.read(id)));
  return found
    .filter((one) => one !== null)
    .slice(0, maxJobs)
    .map((one) => ({
      job_id: one.job_id,
      employee: one.employee,
      state: one.state,
      outcome: one.outcome,
      attempt: one.attempt,
      created_at: one.created_at,
      updated_at: one.updated_at,
      command: one.command.name,
      mode: one.mode,
      sender: one.sender.login,
      waiting: one.comment?.waiting ?? null,
      queued: one.comment?.queued ?? null,
      comment_id: visibleComment(one.comment),
      ...(one.comment?.thread !== undefined && { thread: one.comment.thread }),
    }));
}
