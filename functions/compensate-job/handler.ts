import middy from "@middy/core";
import { inputValidation } from "../../middleware/input-validation.ts";
import type { Log } from "../../middleware/log.ts";
import { taskEdge } from "../../middleware/task-edge.ts";
import type { AnsweringPorts } from "../core/answering/publish-comment.ts";
import { isFailedExecutionInput } from "../core/generated/validators.mjs";
import type { FailedExecutionInput } from "../core/jobs/execution-input.schema.ts";
import { compensateJob } from "./compensate-job.ts";

export function createHandler(deps: AnsweringPorts & { log: Log }) {
  return middy<FailedExecutionInput, unknown>()
    .use(taskEdge(deps))
    .use(inputValidation(isFailedExecutionInput))
    .handler((input) => compensateJob(input, deps));
}
