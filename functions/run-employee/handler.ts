import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { okToRun } from "../../core/authority/approvals.ts";
import { createBuiltinRunner } from "../../core/employees/builtin-runner.ts";
import type { Runners } from "../../core/employees/runner.ts";
import { roster } from "../../core/generated/roster.ts";
import { isExecutionInput, isRunInput } from "../../core/generated/validators.mjs";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import { helpText } from "../../core/roster/help-text.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { beginLog, type InvocationLog, workLogs } from "../../middleware/log.ts";
import { taskErrors } from "../../middleware/task-errors.ts";
import { type RunEmployeePorts, requireObjects, runEmployee } from "./run-employee.ts";

interface RunEmployeeDeps extends Pick<RunEmployeePorts, "payloads"> {
  log: InvocationLog;
  runners: Omit<Runners, "builtin">;
}

export function createHandler({ log, payloads, ...deps }: RunEmployeeDeps) {
  const logOf = workLogs<Context>(log);
  const builtin = createBuiltinRunner({ helpText: (app) => helpText(roster, [okToRun], app) });
  const ports = { payloads, roster, runners: { ...deps.runners, builtin } };
  // The signal stops the employee five seconds before Lambda ends the function.
  return middy<ExecutionInput, unknown>({ requestStart: beginLog({ log }), timeoutEarlyInMillis: 5_000 })
    .use(taskErrors({ log, logOf }))
    .use(inputValidation(isExecutionInput))
    .handler((input, context, { signal }) =>
      runEmployee(requireObjects(input, isRunInput), { ...ports, noteIds: logOf(context).note }, signal),
    );
}
