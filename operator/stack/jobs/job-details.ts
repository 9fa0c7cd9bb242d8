import type { Job } from "../../../core/jobs/job.ts";
import type { JobEvent } from "../../../core/jobs/job-event.ts";
import { executionName } from "../../../core/jobs/job-id.ts";
import { type DeliveryRecord, readDelivery } from "../deliveries/delivery-records.ts";
import type { Stack } from "../find-stack.ts";
import { stackPorts } from "../stack-ports.ts";
import { type ExecutionDetails, readExecution } from "./executions.ts";
import { jobLinks } from "./job-links.ts";

export interface JobDetails {
  job: Job;
  /** Null if its record has expired. */
  delivery: DeliveryRecord | null;
  events: JobEvent[];
  /** One for each attempt; none in shadow. */
  executions: ExecutionDetails[];
  /** URLs by their target; a command for the laptop's logs. */
  links: Record<string, string>;
}

/** Reads everything about a job, from GitHub's delivery to the answer; null for an unknown job. */
export async function readJobDetails(id: string, stack: Stack, apiUrl: string): Promise<JobDetails | null> {
  const { jobs, workflow } = stackPorts(stack);
  const job = await jobs.read(id);
  if (!job) return null;
  const attempts = Array.from({ length: job.mode === "shadow" ? 0 : job.attempt }, (_, n) => n + 1);
  const [events, delivery, ...executions] = await Promise.all([
    jobs.events(id),
    readDelivery(stack.output("IdempotencyTableName"), job),
    ...attempts.map((attempt) => readExecution(workflow.arnOf(executionName(id, attempt)))),
  ]);
  return { job, delivery, events, executions, links: jobLinks(job, executions, stack, apiUrl) };
}
