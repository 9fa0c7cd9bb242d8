import { isUndisturbed } from "../faults/fault.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { World } from "../world.ts";

/** A writer that was overtaken changes nothing more. */
export function noLateWrites({ effectLog }: World): string[] {
  return effectLog.lateWrites.map((write) => `${write} took effect though the job had been taken over`);
}

/** Without faults no writer overtakes another. */
export function noneOvertaken({ plan, calls }: World, { contested = false }: Scenario): string[] {
  if (contested || !isUndisturbed(plan)) return [];
  return calls.made
    .filter(({ error }) => error === "FencedError")
    .map(({ by, what }) => `${by} is fenced at ${what}`);
}
