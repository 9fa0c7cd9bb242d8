import middy from "@middy/core";
import { roster } from "../../core/generated/roster.ts";
import { routing as policy } from "../../core/generated/routing.ts";
import { isExecutionInput } from "../../core/generated/validators.mjs";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { type AcknowledgePorts, acknowledgeJob } from "./acknowledge-job.ts";

const built = { policy, roster };

type AcknowledgeDeps = Omit<AcknowledgePorts, keyof typeof built> & ObservedTaskOptions;

export function createHandler(deps: AcknowledgeDeps) {
  const { requestStart, errors, jobsOf } = observedTask(deps);
  return middy<ExecutionInput, unknown>({ requestStart })
    .use(errors)
    .use(inputValidation(isExecutionInput))
    .handler((input, context) => acknowledgeJob(input, { ...built, ...deps, jobs: jobsOf(context) }));
}
