import type { PlanningPorts } from "../dispatch/plan-delivery.ts";
import { explainComment } from "../explain/explain-comment.ts";
import type { Job } from "../jobs/job.ts";
import type { PullRequestIndex } from "../jobs/job-store.ts";
import { pullRequestJobs } from "../jobs/pull-request-jobs.ts";
import type { Employee } from "../roster/employee.ts";
import type { Sha256 } from "../sha256.ts";
import type { PullRequestContext } from "./pull-request-context.ts";

export interface BuiltinContextPorts extends PlanningPorts {
  index: PullRequestIndex;
  sha256: Sha256;
}

/**
 * Reads the context of the built-in employees that report on jobs. `run-employee` cannot read it: its process has no
 * access to the tables and GitHub.
 */
export async function builtinContext(
  job: Job,
  { name, runner }: Employee,
  ports: BuiltinContextPorts,
): Promise<Pick<PullRequestContext, "jobs" | "explained" | "order" | "app">> {
  if (runner !== "builtin") return {};
  if (name === "help") return { app: await ports.reader.appLogin() };
  if (name === "status") return { jobs: await pullRequestJobs(job, ports) };
  if (name === "explain") return { explained: await explainComment(job, ports) };
  return job.order ? { order: job.order } : {};
}
