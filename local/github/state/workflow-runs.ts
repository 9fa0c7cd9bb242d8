import type { GitHubStore } from "./github-store.ts";
import { commitSha } from "./ids.ts";
import type { Repository, User } from "./records.ts";
import { timestamp } from "./timestamps.ts";

/** A run of a workflow by `workflow_dispatch`. */
export interface WorkflowRun {
  id: number;
  /** Counts the runs of the repository. */
  runNumber: number;
  /** Path of the workflow's file. */
  path: string;
  workflowName: string;
  title: string;
  branch: string;
  headSha: string;
  inputs: Record<string, string>;
  actor: User;
  status: "queued" | "in_progress" | "completed";
  conclusion: "success" | "failure" | "cancelled" | null;
  /** What its steps printed. */
  log: string;
  createdAt: string;
  updatedAt: string;
}

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
