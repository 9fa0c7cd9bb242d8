import middy from "@middy/core";
import { inputValidation } from "../../middleware/input-validation.ts";
import type { Log } from "../../middleware/log.ts";
import { taskEdge } from "../../middleware/task-edge.ts";
import { okToRun } from "../core/authority/approvals.ts";
import { createBuiltinRunner } from "../core/employees/builtin-runner.ts";
import type { Runner } from "../core/employees/runner.ts";
import { roster } from "../core/generated/roster.ts";
import { isExecutionInput } from "../core/generated/validators.mjs";
import type { ExecutionInput } from "../core/jobs/workflow.ts";
import { helpText } from "../core/roster/help-text.ts";
import { type RunEmployeePorts, runEmployee } from "./run-employee.ts";

export type RunEmployeeDeps = Omit<RunEmployeePorts, "roster" | "runners"> & { log: Log; model: Runner };

export function createHandler({ log, model, ...stores }: RunEmployeeDeps) {
  const builtin = createBuiltinRunner({ helpText: () => helpText(roster, [okToRun]) });
  const ports = { ...stores, roster, runners: { builtin, model } };
  // Five seconds before Lambda ends it, the employee is told to stop.
  return middy<ExecutionInput, unknown>({ timeoutEarlyInMillis: 5_000 })
    .use(taskEdge({ log }))
    .use(inputValidation(isExecutionInput))
    .handler((input, _context, { signal }) => runEmployee(input, ports, signal));
}
