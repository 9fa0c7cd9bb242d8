import { buildTask, type TaskCall } from "../../../core/employees/build-task.ts";
import type { FrozenTask } from "../../../core/employees/frozen-task.ts";
import type { Task } from "../../../core/employees/task.schema.ts";
import { aJob } from "./job.ts";
import { aPullRequest } from "./pull-request.ts";

/** A frozen context for a runner outside `run-employee`. */
export function aFrozenTask(change: Partial<FrozenTask> = {}): FrozenTask {
  const { job_id, command, sender, repo, repo_id, pr_number } = aJob();
  const { base_sha, head_sha } = aPullRequest();
  return {
    version: 1,
    ...{ repo, pr_number, title: "Refund in the currency of the payment", body: "", author: "wendy" },
    ...{ labels: [], base_branch: "main", base_sha, head_sha },
    ...{ files: [], files_truncated: false, thread: [], frozen_at: "2026-11-23T09:00:00.000Z" },
    task: {
      ...{ job_id, command, employee: "summary", requested_by: sender.login },
      external: { requester_id: sender.id, permission: "write", repository_id: repo_id },
      ids: { job_id },
    },
    ...change,
  };
}

export const aTaskCall: TaskCall = {
  attempt: 1,
  context: {
    url: "https://bucket.example.com/contexts/a.json?X-Amz-Signature=b",
    sha256: "ab".repeat(32),
    bytes: 1_234,
    expires_at: "2026-11-23T09:05:00.000Z",
  },
  callback: {
    url: `https://hooks.example.com/callbacks/${"c".repeat(48)}`,
    secret_id: "pr-comment-automation/dev/employees/summary",
  },
  deadline: Date.parse("2026-11-23T09:05:00.000Z"),
};

export function aTask(change: Partial<TaskCall> = {}): Task {
  return buildTask(aFrozenTask(), { ...aTaskCall, ...change });
}
