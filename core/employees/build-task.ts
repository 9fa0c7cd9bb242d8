import { isoTime } from "../clock.ts";
import { PermanentError } from "../errors.ts";
import type { FrozenTask } from "./frozen-task.ts";
import type { Task, TaskCallback } from "./task.schema.ts";

/** What a call adds to the frozen task. */
export interface TaskCall {
  attempt: number;
  /** The link to the frozen context. */
  context: Task["context"];
  /** Null if the runner responds to the call. */
  callback: Pick<TaskCallback, "url" | "secret_id"> | null;
  /** Milliseconds since the epoch. */
  deadline: number;
}

/**
 * Returns the task that a runner outside `run-employee` receives. Throws PermanentError if the context was frozen while the
 * employee had another runner.
 */
export function buildTask({ task, ...frozen }: FrozenTask, call: TaskCall): Task {
  const { job_id, employee, command, requested_by: login, external } = task;
  if (!external) {
    throw new PermanentError(
      "context_outdated",
      "The employee's runner changed after the command was accepted: give the command again",
    );
  }
  const { attempt, context, callback } = call;
  const deadline = isoTime(call.deadline);
  return {
    version: 1,
    ...{ job_id, attempt, employee, command },
    requested_by: { login, id: external.requester_id, permission: external.permission },
    repository: { id: external.repository_id, full_name: frozen.repo },
    pull_request: {
      number: frozen.pr_number,
      head_sha: frozen.head_sha,
      base_sha: frozen.base_sha,
      base_branch: frozen.base_branch,
    },
    context,
    callback: callback && { ...callback, expires_at: deadline },
    deadline,
  };
}
