import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeIfChanged } from "../generate/write-if-changed.ts";
import { costTables } from "./cost-tables.ts";
import { fillTables } from "./fill-tables.ts";
import { packageStage } from "./package-stage.ts";

/**
 * Writes the tables of docs/cost.md anew. With the names of stages it prints those stages' tables instead:
 * `npx node scripts/cost/main.ts stage`.
 */
const root = resolve(import.meta.dirname, "../..");
const asked = process.argv.slice(2);

const packaged = [];
for (const stage of asked.length > 0 ? asked : ["dev", "prod"])
  packaged.push(await packageStage(root, stage));
const tables = costTables(packaged);

if (asked.length > 0) {
  console.log(Object.values(tables).join("\n\n"));
} else {
  const file = join(root, "docs/cost.md");
  await writeIfChanged(file, fillTables(await readFile(file, "utf8"), tables));
}
