import type { MiddlewareObj, Request } from "@middy/core";
import type { Context } from "aws-lambda";
import { idsOfJob } from "../core/jobs/correlation.ts";
import type { JobStore } from "../core/jobs/job-store.ts";
import { measuredJobs } from "../core/jobs/measured-jobs.ts";
import { watchedJobs } from "../core/jobs/watched-jobs.ts";
import type { Metrics } from "../core/metrics.ts";
import { beginLog, type InvocationLog, workLogs } from "./log.ts";
import { taskEdge } from "./task-edge.ts";

export interface ObservedTaskOptions {
  log: InvocationLog;
  metrics: Metrics;
  jobs: JobStore;
}

interface ObservedTask {
  /** For Middy's `requestStart`. */
  requestStart(request: Request): void;
  edge: MiddlewareObj<unknown>;
  /** Returns the job table for one invocation: the log lines name its jobs. */
  jobsOf(context: Context): JobStore;
}

/** Returns the parts of a workflow step whose log lines have the IDs of its job and whose outcomes are counted. */
export function observedTask({ log, metrics, jobs }: ObservedTaskOptions): ObservedTask {
  const logOf = workLogs<Context>(log);
  const measured = measuredJobs(jobs, metrics);
  return {
    requestStart: beginLog({ log }),
    edge: taskEdge({ log, logOf, metrics }),
    jobsOf(context) {
      const { note } = logOf(context);
      return watchedJobs(measured, (job) => note(idsOfJob(job)));
    },
  };
}
