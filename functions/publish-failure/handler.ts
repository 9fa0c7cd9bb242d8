import middy from "@middy/core";
import { roster } from "../../core/generated/roster.ts";
import { isFailedExecutionInput } from "../../core/generated/validators.mjs";
import type { FailedExecutionInput } from "../../core/jobs/execution-input.schema.ts";
import { createPacer, type PacingPorts } from "../../core/pacing/pacer.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { type PublishFailurePorts, publishFailure } from "./publish-failure.ts";

type PublishFailureDeps = Omit<PublishFailurePorts, "pacer" | "roster"> & PacingPorts & ObservedTaskOptions;

export function createHandler(deps: PublishFailureDeps) {
  const { requestStart, errors, jobsOf } = observedTask(deps);
  return middy<FailedExecutionInput, unknown>({ requestStart })
    .use(errors)
    .use(inputValidation(isFailedExecutionInput))
    .handler((input, context) => {
      const jobs = jobsOf(context);
      return publishFailure(input, { ...deps, jobs, roster, pacer: createPacer({ ...deps, jobs }, input) });
    });
}
