import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeIfChanged } from "../generate/write-if-changed.ts";
import { costTables } from "./cost-tables.ts";
import { fillTables } from "./fill-tables.ts";
import { packageStage } from "./package-stage.ts";

/**
 * Updates the tables of docs/cost.md. With names of stages, it prints the tables of those stages instead:
 * `npx node scripts/cost/main.ts <stage>…`.
 */
const root = resolve(import.meta.dirname, "../..");
const stages = process.argv.slice(2);

const packaged = [];
for (const stage of stages.length > 0 ? stages : ["dev", "prod"])
  packaged.push(await packageStage(root, stage));
const tables = costTables(packaged);

if (stages.length > 0) {
  console.log(Object.values(tables).join("\n\n"));
} else {
  const file = join(root, "docs/cost.md");
  await writeIfChanged(file, fillTables(await readFile(file, "utf8"), tables));
}
