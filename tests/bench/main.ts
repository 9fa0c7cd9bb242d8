import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { generate } from "../../scripts/generate/generate.ts";
import { buildVariants, formats, projectRoot } from "./build-variants.ts";
import { environment, measuredFunctions, measuredPackages } from "./cold-starts.ts";
import { measureHashes } from "./hash-bodies.ts";
import { markdownTable } from "./markdown-table.ts";
import { measureStarts } from "./measure-starts.ts";
import { spreadOf } from "./statistics.ts";

/** Use more on a busy machine: `npm run bench -- 61`. */
const rounds = Number(process.argv[2] ?? 15);
const scratch = mkdtempSync(join(tmpdir(), "pr-comment-automation-bench-"));

try {
  await generate({ root: projectRoot, stage: "dev" });
  const runner = join(scratch, "start-once.mjs");
  await build({ entryPoints: [join(import.meta.dirname, "start-once.ts")], outfile: runner });
  console.log(
    `Node.js ${process.version} on ${process.platform}/${process.arch}, ${rounds} fresh processes each.`,
  );
  console.log(
    "Milliseconds: median (quartiles). Compare the ratios, not the milliseconds, across machines.\n",
  );
  console.log(await functionsTable(runner));
  console.log(`\n${await packagesTable(runner)}`);
  console.log(`\n${hashesTable()}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function functionsTable(runner: string): Promise<string> {
  const rows: string[][] = [];
  for (const { name, entry, event } of measuredFunctions) {
    const variants = await buildVariants(entry, join(scratch, name));
    const options = { runner, rounds, environment, event: JSON.stringify(event) };
    const starts = await measureStarts(variants, options);
    const base = starts.cjs.map((start) => start.ready);
    for (const format of formats) {
      const imported = starts[format].map((start) => start.imported);
      const ready = starts[format].map((start) => start.ready);
      const size = `${Math.round(statSync(variants[format]).size / 1024)} KB`;
      rows.push([`${name}, ${format}`, size, show(imported), show(ready), ratio(ready, base)]);
    }
  }
  return markdownTable(["function, format", "size", "imported", "first event answered", "to cjs"], rows);
}

async function packagesTable(runner: string): Promise<string> {
  const rows: string[][] = [];
  for (const [index, [name, packages]] of Object.entries(measuredPackages).entries()) {
    const text = packages.map((from, place) => `export * as part${place} from "${from}";`).join("\n");
    const variants = await buildVariants(text, join(scratch, `package-${index}`));
    const starts = await measureStarts(variants, { runner, rounds });
    const cjs = starts.cjs.map(({ imported }) => imported);
    const esm = starts.esm.map(({ imported }) => imported);
    rows.push([name, show(cjs), show(esm), ratio(esm, cjs)]);
  }
  return markdownTable(["import alone", "cjs", "esm", "esm to cjs"], rows);
}

function hashesTable(): string {
  const times = measureHashes();
  const base = times["of the string"].median;
  const rows = Object.entries(times).map(([way, { lower, median, upper }]) => [
    way,
    `${median.toFixed(1)} (${lower.toFixed(1)}–${upper.toFixed(1)})`,
    (median / base).toFixed(2),
  ]);
  return markdownTable(["HMAC-SHA256 of 12 KB", "µs", "to the string"], rows);
}

function show(values: number[]): string {
  const { lower, median, upper } = spreadOf(values);
  return `${median.toFixed(0)} (${lower.toFixed(0)}–${upper.toFixed(0)})`;
}

/** The median over the rounds: both starts of a round ran under the same load. */
function ratio(values: number[], base: number[]): string {
  return spreadOf(values.map((value, round) => value / (base[round] ?? Number.NaN))).median.toFixed(2);
}
