import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type { CallInput } from "../../core/employees/run-input.schema.ts";
import { egress } from "../../core/generated/egress.ts";
import { roster } from "../../core/generated/roster.ts";
import { isCallInput } from "../../core/generated/validators.mjs";
import { allowedHosts } from "../../core/roster/egress.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { beginLog, type InvocationLog, workLogs } from "../../middleware/log.ts";
import { taskErrors } from "../../middleware/task-errors.ts";
import { type CallEmployeePorts, callEmployee } from "./call-employee.ts";

interface CallEmployeeDeps extends Omit<CallEmployeePorts, "roster" | "callers" | "noteIds"> {
  log: InvocationLog;
  stage: string;
  /** Returns the callers; webhooks may go to these hosts only. */
  createCallers(allowedHosts: readonly string[]): CallEmployeePorts["callers"];
}

export function createHandler({ log, stage, createCallers, ...deps }: CallEmployeeDeps) {
  const logOf = workLogs<Context>(log);
  const ports = { ...deps, roster, callers: createCallers(allowedHosts(egress, stage)) };
  // The signal ends the call five seconds before Lambda ends the function.
  return middy<CallInput, unknown>({ requestStart: beginLog({ log }), timeoutEarlyInMillis: 5_000 })
    .use(taskErrors({ log, logOf }))
    .use(inputValidation(isCallInput))
    .handler((input, context, { signal }) =>
      callEmployee(input, { ...ports, noteIds: logOf(context).note }, signal),
    );
}
