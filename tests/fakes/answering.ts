import type { Job } from "../../functions/core/jobs/job.ts";
import { createTestClock } from "./clock.ts";
import { createFakeJobStore } from "./job-store.ts";
import { createFakeMetrics } from "./metrics.ts";
import { createFakePayloadStore } from "./payload-store.ts";
import { createFakePullRequestWriter } from "./pull-request-writer.ts";
import { aRoster } from "./records/employee.ts";
import { aJob } from "./records/job.ts";
import { createFakeRepositoryReader } from "./repository-reader.ts";

/** What the steps of the workflow work with, as fakes, and a job that is in the store. */
export function createStepPorts(change: Partial<Job> = {}) {
  const clock = createTestClock();
  const jobs = createFakeJobStore(clock);
  const job = jobs.put(aJob(change));
  return {
    clock,
    jobs,
    job,
    metrics: createFakeMetrics(),
    input: { job_id: job.job_id, attempt: job.attempt },
    payloads: createFakePayloadStore(),
    reader: createFakeRepositoryReader(),
    admit: async () => {},
    roster: aRoster(),
    writer: createFakePullRequestWriter(),
    /** The job as it is now. */
    async stored(): Promise<Job> {
      const now = await jobs.read(job.job_id);
      if (!now) throw new Error("The job is gone");
      return now;
    },
  };
}

export type StepPorts = ReturnType<typeof createStepPorts>;
