import { type PricingPorts, runCost } from "../../core/budgets/run-cost.ts";
import { type ResultReader, readResult } from "../../core/employees/read-result.ts";
import type { PublishInput } from "../../core/employees/run-input.schema.ts";
import type { EmployeeResult } from "../../core/employees/runner.ts";
import { PermanentError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import { addCost, chargeFinishedRun, type JobCost } from "../../core/jobs/job-cost.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { Employee } from "../../core/roster/employee.ts";

interface RecordPorts extends ResultReader, PricingPorts {
  jobs: Pick<JobStore, "transition">;
}

const actor = "publish-result";

/** Records a run's result and cost, even if nothing may be published. A repeated step finds the record and the same text. */
export async function recordResult(
  job: Job,
  employee: Employee,
  { context }: PublishInput,
  ports: RecordPorts,
): Promise<{ job: Job; result: EmployeeResult }> {
  const recorded = job.result_ref;
  const key = recorded?.key ?? context?.objects?.result;
  if (!key) throw new PermanentError("result_missing", "The execution names no result");
  const { result, ref: result_ref } = await readResult(key, ports, recorded);
  if (recorded) return { job, result };
  const { outcome, usage } = result;
  const cost = runCost(result, employee, ports);
  const tokens = usage && { input_tokens: usage.input_tokens, output_tokens: usage.output_tokens };
  const ids = { execution: job.execution_arn ?? "", ...tokens, ...costIds(cost) };
  const change = {
    ...{ result_ref, outcome, ...(cost && { cost: addCost(job.cost, cost) }) },
    ...chargeFinishedRun(job, executionName(job.job_id, job.attempt), cost),
  };
  const note = { actor, reason: outcome, ids };
  return { job: await ports.jobs.transition(job, "WORKER_SUCCEEDED", note, change), result };
}

/** For the history of jobs: what this run has cost, not the whole job. */
function costIds(cost: JobCost | null): Record<string, string | number> {
  if (!cost) return {};
  const { micros, model } = cost;
  return { ...(micros !== null && { cost_micros: micros }), ...(model !== null && { model }) };
}
