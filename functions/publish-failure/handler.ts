import middy from "@middy/core";
import { inputValidation } from "../../middleware/input-validation.ts";
import type { Log } from "../../middleware/log.ts";
import { taskEdge } from "../../middleware/task-edge.ts";
import { roster } from "../core/generated/roster.ts";
import { isFailedExecutionInput } from "../core/generated/validators.mjs";
import type { FailedExecutionInput } from "../core/jobs/execution-input.schema.ts";
import { type PublishFailurePorts, publishFailure } from "./publish-failure.ts";

export function createHandler(deps: Omit<PublishFailurePorts, "roster"> & { log: Log }) {
  return middy<FailedExecutionInput, unknown>()
    .use(taskEdge(deps))
    .use(inputValidation(isFailedExecutionInput))
    .handler((input) => publishFailure(input, { ...deps, roster }));
}
