import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type { CallInput } from "../../core/employees/run-input.schema.ts";
import { roster } from "../../core/generated/roster.ts";
import { isCallInput } from "../../core/generated/validators.mjs";
import { inputValidation } from "../../middleware/input-validation.ts";
import { beginLog, type InvocationLog, workLogs } from "../../middleware/log.ts";
import { taskErrors } from "../../middleware/task-errors.ts";
import { type StartWorkflowPorts, startWorkflow } from "./start-workflow.ts";

interface StartWorkflowDeps extends Omit<StartWorkflowPorts, "roster" | "noteIds"> {
  log: InvocationLog;
}

export function createHandler({ log, ...ports }: StartWorkflowDeps) {
  const logOf = workLogs<Context>(log);
  return middy<CallInput, unknown>({ requestStart: beginLog({ log }), timeoutEarlyInMillis: 2_000 })
    .use(taskErrors({ log, logOf }))
    .use(inputValidation(isCallInput))
    .handler((input, context) => startWorkflow(input, { ...ports, roster, noteIds: logOf(context).note }));
}
