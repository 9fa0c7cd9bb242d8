import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { fillTables } from "../cost/fill-tables.ts";
import { writeIfChanged } from "../generate/write-if-changed.ts";
import { quotas } from "./quotas.ts";
import { scaleTables } from "./scale-tables.ts";
import type { Settings } from "./work.ts";

/**
 * Updates the tables of docs/scale.md, for the options of stage `prod`. With an option or a quota of your own it prints the
 * tables instead: `npx node scripts/scale/main.ts --throttlingRate 2000 --lambdaConcurrency 10000`.
 */
const root = resolve(import.meta.dirname, "../..");
const numbers = Object.entries(await prodSettings());
const options = Object.fromEntries(numbers.map(([name]) => [name, { type: "string" as const }]));
const { values } = parseArgs({ options });
const given = Object.entries(values).map(([name, value]) => [name, Number(value)]);
const wrong = given.find(([, value]) => !(Number(value) > 0));
if (wrong) throw new Error(`--${wrong[0]} must be a number above zero`);
const settings = Object.fromEntries([...numbers, ...given]) as unknown as Settings;
const tables = scaleTables(settings);

if (given.length > 0) {
  console.log(Object.values(tables).join("\n\n"));
} else {
  const file = join(root, "docs/scale.md");
  await writeIfChanged(file, fillTables(await readFile(file, "utf8"), tables));
}

async function prodSettings(): Promise<Settings> {
  const text = await readFile(join(root, "resources/stages.yml"), "utf8");
  const { default: usual, prod } = parse(text, { logLevel: "error" }) as Record<string, Partial<Settings>>;
  const stage = { ...usual, ...prod } as Settings;
  const { throttlingRate, throttlingBurst, dispatchConcurrency } = stage;
  const { githubWritesPerMinute, githubWritesPerHour } = stage;
  const lambdaConcurrency = quotas.lambdaConcurrency.value;
  return {
    ...{ throttlingRate, throttlingBurst, dispatchConcurrency, lambdaConcurrency },
    ...{ githubWritesPerMinute, githubWritesPerHour },
  };
}
