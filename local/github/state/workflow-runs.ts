import type { GitHubStore } from "./github-store.ts";
import { commitSha } from "./ids.ts";
import type { Repository, WorkflowRun } from "./records.ts";
import { timestamp } from "./timestamps.ts";

export type NewWorkflowRun = Pick<
  WorkflowRun,
  "path" | "workflowName" | "title" | "branch" | "inputs" | "actor"
>;

export function addWorkflowRun(
  store: GitHubStore,
  repository: Repository,
  { branch, ...fresh }: NewWorkflowRun,
): WorkflowRun {
  const now = timestamp();
  const run: WorkflowRun = {
    ...fresh,
    id: store.ids.next(),
    runNumber: repository.workflowRuns.size + 1,
    branch,
    headSha: commitSha(repository.fullName, branch),
    status: "queued",
    conclusion: null,
    log: "",
    createdAt: now,
    updatedAt: now,
  };
  repository.workflowRuns.set(run.id, run);
  return run;
}

/** Changes a run unless it has completed. Returns whether it changed. */
export function changeWorkflowRun(
  run: WorkflowRun,
  change: Partial<Pick<WorkflowRun, "status" | "conclusion">>,
): boolean {
  if (run.status === "completed") return false;
  Object.assign(run, change, { updatedAt: timestamp() });
  return true;
}
