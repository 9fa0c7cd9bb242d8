import middy from "@middy/core";
import type { PublishInput } from "../../core/employees/run-input.schema.ts";
import { roster } from "../../core/generated/roster.ts";
import { routing as policy } from "../../core/generated/routing.ts";
import { isEmployeeResult, isPublishInput } from "../../core/generated/validators.mjs";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { type PublishResultPorts, publishResult } from "./publish-result.ts";

const built = { isEmployeeResult, policy, roster };

type PublishResultDeps = Omit<PublishResultPorts, keyof typeof built> & ObservedTaskOptions;

export function createHandler(deps: PublishResultDeps) {
  const { requestStart, errors, jobsOf } = observedTask(deps);
  return middy<PublishInput, unknown>({ requestStart })
    .use(errors)
    .use(inputValidation(isPublishInput))
    .handler((input, context) => publishResult(input, { ...built, ...deps, jobs: jobsOf(context) }));
}
