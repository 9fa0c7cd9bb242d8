import middy from "@middy/core";
import { budgetLimits } from "../../core/generated/budget-limits.ts";
import { modelAliases } from "../../core/generated/models.ts";
import { prices } from "../../core/generated/prices.ts";
import { roster } from "../../core/generated/roster.ts";
import { routing as policy } from "../../core/generated/routing.ts";
import { isExecutionInput } from "../../core/generated/validators.mjs";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import { createPacer, type PacingPorts } from "../../core/pacing/pacer.ts";
import { createModelNameReader } from "../../core/roster/model-aliases.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { type AcknowledgePorts, acknowledgeJob } from "./acknowledge-job.ts";

const built = { budgetLimits, policy, prices, roster };

type AcknowledgeDeps = Omit<AcknowledgePorts, keyof typeof built | "modelName" | "pacer"> &
  PacingPorts &
  ObservedTaskOptions;

export function createHandler(deps: AcknowledgeDeps) {
  const { requestStart, errors, jobsOf } = observedTask(deps);
  const ports = { modelName: createModelNameReader(modelAliases, deps.stage), ...built, ...deps };
  return middy<ExecutionInput, unknown>({ requestStart })
    .use(errors)
    .use(inputValidation(isExecutionInput))
    .handler((input, context) => {
      const jobs = jobsOf(context);
      return acknowledgeJob(input, { ...ports, jobs, pacer: createPacer({ ...deps, jobs }, input) });
    });
}
