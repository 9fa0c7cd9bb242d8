import middy from "@middy/core";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { roster } from "../core/generated/roster.ts";
import { routing as policy } from "../core/generated/routing.ts";
import { isExecutionInput } from "../core/generated/validators.mjs";
import type { ExecutionInput } from "../core/jobs/workflow.ts";
import { type PublishResultPorts, publishResult } from "./publish-result.ts";

const built = { policy, roster };

export type PublishResultDeps = Omit<PublishResultPorts, keyof typeof built> & ObservedTaskOptions;

export function createHandler(deps: PublishResultDeps) {
  const { requestStart, edge, jobsOf } = observedTask(deps);
  return middy<ExecutionInput, unknown>({ requestStart })
    .use(edge)
    .use(inputValidation(isExecutionInput))
    .handler((input, context) => publishResult(input, { ...built, ...deps, jobs: jobsOf(context) }));
}
