import middy from "@middy/core";
import { inputValidation } from "../../middleware/input-validation.ts";
import type { Log } from "../../middleware/log.ts";
import { taskEdge } from "../../middleware/task-edge.ts";
import { roster } from "../core/generated/roster.ts";
import { isExecutionInput } from "../core/generated/validators.mjs";
import type { ExecutionInput } from "../core/jobs/workflow.ts";
import { type AcknowledgePorts, acknowledgeJob } from "./acknowledge-job.ts";

export function createHandler(deps: Omit<AcknowledgePorts, "roster"> & { log: Log }) {
  return middy<ExecutionInput, unknown>()
    .use(taskEdge(deps))
    .use(inputValidation(isExecutionInput))
    .handler((input) => acknowledgeJob(input, { ...deps, roster }));
}
