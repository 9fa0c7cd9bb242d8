import middy from "@middy/core";
import type { AnsweringPorts } from "../../core/answering/publish-comment.ts";
import { isFailedExecutionInput } from "../../core/generated/validators.mjs";
import type { FailedExecutionInput } from "../../core/jobs/execution-input.schema.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { compensateJob } from "./compensate-job.ts";

export function createHandler(deps: AnsweringPorts & ObservedTaskOptions) {
  const { requestStart, errors, jobsOf } = observedTask(deps);
  return middy<FailedExecutionInput, unknown>({ requestStart })
    .use(errors)
    .use(inputValidation(isFailedExecutionInput))
    .handler((input, context) => compensateJob(input, { ...deps, jobs: jobsOf(context) }));
}
