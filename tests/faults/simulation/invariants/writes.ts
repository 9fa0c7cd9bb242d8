import { isUndisturbed } from "../faults/fault.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { World } from "../world.ts";

/** Whoever was overtaken changes nothing any more. */
export function noLateWrites({ witness }: World): string[] {
  return witness.lateWrites.map((write) => `${write} took effect though the job had been taken over`);
}

/** Where nothing goes wrong nobody gets in anybody's way. */
export function nobodyOvertaken({ plan, calls }: World, { contested = false }: Scenario): string[] {
  if (contested || !isUndisturbed(plan)) return [];
  return calls.made
    .filter(({ error }) => error === "FencedError")
    .map(({ by, what }) => `${by} is fenced at ${what}`);
}
