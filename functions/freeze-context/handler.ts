import middy from "@middy/core";
import { roster } from "../../core/generated/roster.ts";
import { routing as policy } from "../../core/generated/routing.ts";
import { argumentValidators, isExecutionInput } from "../../core/generated/validators.mjs";
import type { ExecutionInput } from "../../core/jobs/workflow.ts";
import { createCurrentRollout } from "../../core/routing/current-rollout.ts";
import type { RolloutStore } from "../../core/routing/rollout-store.ts";
import { readStageRolloutMode } from "../../core/routing/stage-rollout.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { type FreezeContextPorts, freezeContext } from "./freeze-context.ts";

const built = { argumentValidators, policy, roster };

type FreezeContextDeps = Omit<FreezeContextPorts, keyof typeof built | "rollout"> &
  ObservedTaskOptions & { rollouts: Pick<RolloutStore, "current">; stageMode: string };

export function createHandler(deps: FreezeContextDeps) {
  const { requestStart, errors, jobsOf } = observedTask(deps);
  const rollout = createCurrentRollout({ ...deps, stageMode: readStageRolloutMode(deps.stageMode) });
  const ports = { ...built, ...deps, rollout };
  return middy<ExecutionInput, unknown>({ requestStart })
    .use(errors)
    .use(inputValidation(isExecutionInput))
    .handler((input, context) => freezeContext(input, { ...ports, jobs: jobsOf(context) }));
}
