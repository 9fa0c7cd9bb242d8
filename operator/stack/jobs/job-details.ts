import type { Job } from "../../../core/jobs/job.ts";
import type { JobEvent } from "../../../core/jobs/job-event.ts";
import { executionName } from "../../../core/jobs/job-id.ts";
import { isVisible } from "../../../core/jobs/job-mode.ts";
import { type DeliveryRecord, readDelivery } from "../deliveries/delivery-records.ts";
import type { Stack } from "../find-stack.ts";
import { stackPorts } from "../stack-ports.ts";
import { type ExecutionDetails, readExecution } from "./executions.ts";
import { jobLinks } from "./job-links.ts";
import { type KeptAnswer, readKeptAnswer } from "./kept-answer.ts";

export interface JobDetails {
  job: Job;
  /** Null if its record has expired. */
  delivery: DeliveryRecord | null;
  events: JobEvent[];
  /** One for each attempt; none in shadow, unless the employee runs there. */
  executions: ExecutionDetails[];
  /** The answer of an employee that ran in shadow; null in any other job. */
  kept_answer: KeptAnswer | null;
  /** URLs by their target; a command for the laptop's logs. */
  links: Record<string, string>;
}

/** Reads everything about a job, from GitHub's delivery to the answer; null for an unknown job. */
export async function readJobDetails(id: string, stack: Stack, apiUrl: string): Promise<JobDetails | null> {
  const { jobs, payloads, workflow } = stackPorts(stack);
  const job = await jobs.read(id);
  if (!job) return null;
  const hasNone = !isVisible(job) && job.execution_arn === null;
  const attempts = Array.from({ length: hasNone ? 0 : job.attempt }, (_, n) => n + 1);
  const [events, delivery, kept_answer, ...executions] = await Promise.all([
    jobs.events(id),
    readDelivery(stack.output("IdempotencyTableName"), job),
    readKeptAnswer(job, { payloads }),
    ...attempts.map((attempt) => readExecution(workflow.arnOf(executionName(id, attempt)))),
  ]);
  return { job, delivery, events, kept_answer, executions, links: jobLinks(job, executions, stack, apiUrl) };
}
