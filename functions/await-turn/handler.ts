import middy from "@middy/core";
import { isTurnInput } from "../../core/generated/validators.mjs";
import type { TurnInput } from "../../core/lanes/turn-input.schema.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { type ObservedTaskOptions, observedTask } from "../../middleware/observed-task.ts";
import { type AwaitTurnPorts, awaitTurn } from "./await-turn.ts";

export function createHandler(deps: AwaitTurnPorts & ObservedTaskOptions) {
  const { requestStart, errors, jobsOf } = observedTask(deps);
  return middy<TurnInput, unknown>({ requestStart })
    .use(errors)
    .use(inputValidation(isTurnInput))
    .handler((input, context) => awaitTurn(input, { ...deps, jobs: jobsOf(context) }));
}
