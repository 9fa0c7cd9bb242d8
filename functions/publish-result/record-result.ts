import { type ResultReader, readResult } from "../../core/employees/read-result.ts";
import type { PublishInput } from "../../core/employees/run-input.schema.ts";
import type { EmployeeResult } from "../../core/employees/runner.ts";
import { PermanentError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";

interface RecordPorts extends ResultReader {
  jobs: Pick<JobStore, "transition">;
}

const actor = "publish-result";

/** Records a run's result and cost, even if nothing may be published. A repeated step finds the record and the same text. */
export async function recordResult(
  job: Job,
  { context }: PublishInput,
  ports: RecordPorts,
): Promise<{ job: Job; result: EmployeeResult }> {
  const recorded = job.result_ref;
  const key = recorded?.key ?? context?.objects?.result;
  if (!key) throw new PermanentError("result_missing", "The execution names no result");
  const { result, ref: result_ref } = await readResult(key, ports, recorded);
  if (recorded) return { job, result };
  const { outcome, usage } = result;
  const tokens = usage && { input_tokens: usage.input_tokens, output_tokens: usage.output_tokens };
  const note = { actor, reason: outcome, ids: { execution: job.execution_arn ?? "", ...tokens } };
  return { job: await ports.jobs.transition(job, "WORKER_SUCCEEDED", note, { result_ref, outcome }), result };
}
