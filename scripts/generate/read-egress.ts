import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { egressSchema } from "../../core/roster/egress.schema.ts";
import { type Egress, hostOf, stagesWithout } from "../../core/roster/egress.ts";
import type { Employee } from "../../core/roster/employee.ts";
import type { Mistake } from "./mistakes.ts";
import { readCheckedYaml } from "./read-checked-yaml.ts";
import { stagesOf, unknownStage } from "./read-models.ts";
import type { YamlSource } from "./yaml-source.ts";

export const egressFile = "workflows/egress.yml";

/** Reads `workflows/egress.yml`; null if it has mistakes in its own schema. Without the file, no host is allowed. */
export async function readEgress(root: string): Promise<{ egress: Egress | null; mistakes: Mistake[] }> {
  const exists = await readFile(join(root, egressFile)).then(
    () => true,
    () => false,
  );
  if (!exists) return { egress: { hosts: [], stages: {} }, mistakes: [] };
  const options = { schema: egressSchema, hint: "`hosts`" };
  const { checked, mistakes } = await readCheckedYaml<Egress>(root, egressFile, options);
  if (checked === null) return { egress: null, mistakes };
  const { data: egress, source } = checked;
  const known = await stagesOf(root);
  const unknown = Object.keys(egress.stages).filter((stage) => known && !known.includes(stage));
  const misplaced = unknown.map((stage) =>
    source.mistakeAtKey(["stages", stage], unknownStage(stage, known ?? [])),
  );
  return { egress, mistakes: misplaced };
}

/** Returns a mistake for an employee whose host is not on the list of every stage in which it runs. */
export function refusedHost(
  { webhook, stages }: Employee,
  egress: Egress | null,
  source: YamlSource,
): Mistake[] {
  if (webhook === null || egress === null || !URL.canParse(webhook.url)) return [];
  const host = hostOf(webhook.url);
  const missing = stagesWithout(egress, host, stages);
  if (missing.length === 0) return [];
  const where =
    stages === null ? "under `hosts`" : `under \`hosts\`, or under \`stages\` for ${missing.join(", ")}`;
  const message = `\`${host}\` is not a host that this project may call: add it to ${egressFile} ${where}.`;
  return [source.mistakeAt(["webhook", "url"], message)];
}
