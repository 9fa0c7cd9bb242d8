import type { MiddlewareObj, Request } from "@middy/core";
import type { Context } from "aws-lambda";
import type { JobStore } from "../core/jobs/job-store.ts";
import { jobStoreWithMetrics } from "../core/jobs/job-store-with-metrics.ts";
import { idsOfJob } from "../core/jobs/log-ids.ts";
import { observedJobStore } from "../core/jobs/observed-job-store.ts";
import type { Metrics } from "../core/metrics.ts";
import { beginLog, type InvocationLog, workLogs } from "./log.ts";
import { taskErrors } from "./task-errors.ts";

export interface ObservedTaskOptions {
  log: InvocationLog;
  metrics: Metrics;
  jobs: JobStore;
}

interface ObservedTask {
  /** For Middy's `requestStart`. */
  requestStart(request: Request): void;
  errors: MiddlewareObj<unknown>;
  /** Returns the job table for one invocation: the log lines name its jobs. */
  jobsOf(context: Context): JobStore;
}

/** Returns the parts of a workflow step whose log lines have the IDs of its job and whose outcomes are counted. */
export function observedTask({ log, metrics, jobs }: ObservedTaskOptions): ObservedTask {
  const logOf = workLogs<Context>(log);
  return {
    requestStart: beginLog({ log }),
    errors: taskErrors({ log, logOf }),
    jobsOf(context) {
      const own = logOf(context);
      return observedJobStore(jobStoreWithMetrics(jobs, { metrics, log: own }), (job) =>
        own.note(idsOfJob(job)),
      );
    },
  };
}
