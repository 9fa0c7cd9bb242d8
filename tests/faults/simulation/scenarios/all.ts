import { authorityScenarios } from "./authority.ts";
import { changeScenarios } from "./changes.ts";
import { deliveryScenarios } from "./deliveries.ts";
import { laneScenarios } from "./lanes.ts";
import { outsideScenarios } from "./outside.ts";
import { pacingScenarios } from "./pacing.ts";
import type { Scenario } from "./scenario.ts";
import { threadScenarios } from "./threads.ts";
import { workScenarios } from "./work.ts";

export const scenarios: Scenario[] = [
  ...deliveryScenarios,
  ...authorityScenarios,
  ...workScenarios,
  ...changeScenarios,
  ...laneScenarios,
  ...outsideScenarios,
  ...threadScenarios,
  ...pacingScenarios,
];

export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) throw new Error(`There is no scenario ${name}`);
  return found;
}
