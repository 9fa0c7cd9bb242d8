import { statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { markdownTable } from "../markdown-table.ts";
import { ratioOf, showSpread, spreadOf } from "../statistics.ts";
import { buildVariants, formats } from "./build-variants.ts";
import { environment, measuredFunctions, measuredPackages } from "./cold-starts.ts";
import { measureHashes } from "./hash-bodies.ts";
import { measureStarts } from "./measure-starts.ts";

/** Measures cold starts by the format of the bundle, and what each package adds to them. Returns the tables. */
export async function runStarts(scratch: string, rounds: number): Promise<string> {
  const runner = join(scratch, "start-once.mjs");
  await build({ entryPoints: [join(import.meta.dirname, "start-once.ts")], outfile: runner });
  return [
    `${rounds} fresh processes each; milliseconds: median (quartiles).`,
    await functionsTable(scratch, { runner, rounds }),
    await packagesTable(scratch, { runner, rounds }),
    hashesTable(),
  ].join("\n\n");
}

interface Rounds {
  runner: string;
  rounds: number;
}

async function functionsTable(scratch: string, { runner, rounds }: Rounds): Promise<string> {
  const rows: string[][] = [];
  for (const { name, entry, event } of measuredFunctions) {
    const variants = await buildVariants(entry, join(scratch, name));
    const options = { runner, rounds, environment, event: JSON.stringify(event) };
    const starts = await measureStarts(variants, options);
    const base = starts.cjs.map((start) => start.ready);
    for (const format of formats) {
      const imported = spreadOf(starts[format].map((start) => start.imported));
      const ready = starts[format].map((start) => start.ready);
      const size = `${Math.round(statSync(variants[format]).size / 1024)} KB`;
      rows.push([
        `${name}, ${format}`,
        size,
        showSpread(imported),
        showSpread(spreadOf(ready)),
        ratioOf(ready, base),
      ]);
    }
  }
  return markdownTable(["function, format", "size", "imported", "first event answered", "to cjs"], rows);
}

async function packagesTable(scratch: string, { runner, rounds }: Rounds): Promise<string> {
  const rows: string[][] = [];
  for (const [index, [name, packages]] of Object.entries(measuredPackages).entries()) {
    const text = packages.map((from, place) => `export * as part${place} from "${from}";`).join("\n");
    const variants = await buildVariants(text, join(scratch, `package-${index}`));
    const starts = await measureStarts(variants, { runner, rounds });
    const cjs = starts.cjs.map(({ imported }) => imported);
    const esm = starts.esm.map(({ imported }) => imported);
    rows.push([name, showSpread(spreadOf(cjs)), showSpread(spreadOf(esm)), ratioOf(esm, cjs)]);
  }
  return markdownTable(["import alone", "cjs", "esm", "esm to cjs"], rows);
}

function hashesTable(): string {
  const times = measureHashes();
  const base = times["of the string"].median;
  const rows = Object.entries(times).map(([way, spread]) => [
    way,
    showSpread(spread, 1),
    (spread.median / base).toFixed(2),
  ]);
  return markdownTable(["HMAC-SHA256 of 12 KB", "µs", "to the string"], rows);
}
