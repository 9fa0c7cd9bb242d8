import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RosterEntry } from "../../core/roster/roster-mistakes.ts";
import { routingSchema } from "../../core/routing/routing.schema.ts";
import { routingMistakes } from "../../core/routing/routing-mistakes.ts";
import type { RoutingPolicy } from "../../core/routing/routing-policy.ts";
import { checkSchema } from "./check-schema.ts";
import type { Mistake } from "./mistakes.ts";
import { readYaml } from "./yaml-source.ts";

const file = "workflows/routing.yml";

/** Reads `workflows/routing.yml`, and checks its names unless the roster is null: not known well enough. */
export async function readRouting(
  root: string,
  roster: readonly RosterEntry[] | null,
): Promise<{ policy: RoutingPolicy | null; mistakes: Mistake[] }> {
  const text = await readFile(join(root, file), "utf8").catch(() => null);
  if (text === null) {
    const message = "The file is missing: add it, with at least `version: 1`.";
    return { policy: null, mistakes: [{ file, line: 1, column: 1, message }] };
  }
  const { source, mistakes } = readYaml(file, text);
  if (source === null) return { policy: null, mistakes };
  const wrong = checkSchema(routingSchema, source);
  if (wrong.length > 0 || !isChecked(source.data)) return { policy: null, mistakes: wrong };
  const policy = source.data;
  const misplaced = roster === null ? [] : routingMistakes(policy, roster);
  return { policy, mistakes: misplaced.map(({ path, message }) => source.mistakeAt(path, message)) };
}

/** Called only after the schema check. */
function isChecked(data: unknown): data is RoutingPolicy {
  return typeof data === "object" && data !== null;
}
