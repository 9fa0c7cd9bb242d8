import middy from "@middy/core";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { okToRun } from "../core/authority/approvals.ts";
import { createBuiltinRunner } from "../core/employees/builtin-runner.ts";
import type { Runner } from "../core/employees/runner.ts";
import { roster } from "../core/generated/roster.ts";
import { isExecutionInput } from "../core/generated/validators.mjs";
import type { ExecutionInput } from "../core/jobs/workflow.ts";
import { helpText } from "../core/roster/help-text.ts";
import { type RunEmployeePorts, runEmployee } from "./run-employee.ts";

export type RunEmployeeDeps = Omit<RunEmployeePorts, "roster" | "runners"> &
  ObservedTaskOptions & { model: Runner };

export function createHandler(deps: RunEmployeeDeps) {
  const { requestStart, edge, jobsOf } = observedTask(deps);
  const builtin = createBuiltinRunner({ helpText: () => helpText(roster, [okToRun]) });
  const { admit, payloads, model } = deps;
  const ports = { admit, payloads, roster, runners: { builtin, model } };
  // Five seconds before Lambda ends it, the employee is told to stop.
  return middy<ExecutionInput, unknown>({ requestStart, timeoutEarlyInMillis: 5_000 })
    .use(edge)
    .use(inputValidation(isExecutionInput))
    .handler((input, context, { signal }) => runEmployee(input, { ...ports, jobs: jobsOf(context) }, signal));
}
