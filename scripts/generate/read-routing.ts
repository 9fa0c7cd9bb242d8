import type { RosterEntry } from "../../core/roster/roster-mistakes.ts";
import { routingSchema } from "../../core/routing/routing.schema.ts";
import { routingMistakes } from "../../core/routing/routing-mistakes.ts";
import type { RoutingPolicy } from "../../core/routing/routing-policy.ts";
import type { Mistake } from "./mistakes.ts";
import { readCheckedYaml } from "./read-checked-yaml.ts";

const file = "workflows/routing.yml";

/** Reads `workflows/routing.yml` and checks its names against the roster, unless that is null: incomplete. */
export async function readRouting(
  root: string,
  roster: readonly RosterEntry[] | null,
): Promise<{ policy: RoutingPolicy | null; mistakes: Mistake[] }> {
  const options = { schema: routingSchema, hint: "at least `version: 1`" };
  const { checked, mistakes } = await readCheckedYaml<RoutingPolicy>(root, file, options);
  if (checked === null) return { policy: null, mistakes };
  const { data: policy, source } = checked;
  const misplaced = roster === null ? [] : routingMistakes(policy, roster);
  return { policy, mistakes: misplaced.map(({ path, message }) => source.mistakeAt(path, message)) };
}
