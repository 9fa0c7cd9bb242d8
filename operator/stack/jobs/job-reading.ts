import type { Stack } from "../find-stack.ts";
import { stackPorts } from "../stack-ports.ts";
import type { JobReading } from "./find-jobs.ts";
import { jobIds } from "./job-ids.ts";

/** The stack's own jobs for `findJobs`. */
export function jobReading(stack: Stack, looked: (count: number) => void = () => {}): JobReading {
  const { jobs } = stackPorts(stack);
  return {
    ids: (range) => jobIds(stack.output("JobTableName"), range),
    read: (jobId) => jobs.read(jobId),
    looked,
  };
}
