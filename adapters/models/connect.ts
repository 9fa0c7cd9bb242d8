import type { Runner } from "../../core/employees/runner.ts";
import { type CircuitEnvironment, createCircuitParts } from "../runtime/circuits.ts";
import { createModelCircuits } from "./circuits.ts";
import { createModelRunner } from "./runner.ts";
import { createModelSettings } from "./settings.ts";

/** Creates the model runner of a function, with the settings in the stack's model secret. */
export function connectModelRunner(env: CircuitEnvironment & { MODEL_SECRET_ID: string }): Runner {
  const circuits = createModelCircuits(createCircuitParts(env), env.STAGE);
  return createModelRunner({
    settings: createModelSettings(env.MODEL_SECRET_ID),
    circuits,
    stage: env.STAGE,
  });
}
