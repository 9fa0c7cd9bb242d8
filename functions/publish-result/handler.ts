import middy from "@middy/core";
import type { PublishInput } from "../../core/employees/run-input.schema.ts";
import { modelAliases } from "../../core/generated/models.ts";
import { prices } from "../../core/generated/prices.ts";
import { roster } from "../../core/generated/roster.ts";
import { routing as policy } from "../../core/generated/routing.ts";
import { isEmployeeResult, isPublishInput } from "../../core/generated/validators.mjs";
import { createPacer, type PacingPorts } from "../../core/pacing/pacer.ts";
import { createModelNameReader } from "../../core/roster/model-aliases.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { type PublishResultPorts, publishResult } from "./publish-result.ts";

const built = { isEmployeeResult, policy, prices, roster };

type PublishResultDeps = Omit<PublishResultPorts, keyof typeof built | "modelName" | "pacer"> &
  PacingPorts &
  ObservedTaskOptions & { stage: string };

export function createHandler(deps: PublishResultDeps) {
  const { requestStart, errors, jobsOf } = observedTask(deps);
  const ports = { modelName: createModelNameReader(modelAliases, deps.stage), ...built, ...deps };
  return middy<PublishInput, unknown>({ requestStart })
    .use(errors)
    .use(inputValidation(isPublishInput))
    .handler((input, context) => {
      const jobs = jobsOf(context);
      return publishResult(input, { ...ports, jobs, pacer: createPacer({ ...deps, jobs }, input) });
    });
}
