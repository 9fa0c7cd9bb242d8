import middy from "@middy/core";
import { isFailedExecutionInput } from "../../core/generated/validators.mjs";
import type { FailedExecutionInput } from "../../core/jobs/execution-input.schema.ts";
import { createPacer, type PacingPorts } from "../../core/pacing/pacer.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { type CompensatePorts, compensateJob } from "./compensate-job.ts";

export function createHandler(deps: Omit<CompensatePorts, "pacer"> & PacingPorts & ObservedTaskOptions) {
  const { requestStart, errors, jobsOf } = observedTask(deps);
  return middy<FailedExecutionInput, unknown>({ requestStart })
    .use(errors)
    .use(inputValidation(isFailedExecutionInput))
    .handler((input, context) => {
      const jobs = jobsOf(context);
      return compensateJob(input, { ...deps, jobs, pacer: createPacer({ ...deps, jobs }, input) });
    });
}
