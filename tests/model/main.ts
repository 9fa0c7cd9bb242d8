/**
 * Checks the models of the two gates, the publisher and the lanes: `npm run test:model`. The system as built must hold, each
 * removed protection must lead to its violation, and the documents must show the same results. Needs Python 3.10 or
 * newer with venv.
 */
import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { checkVariant } from "./checker/check-variant.ts";
import { installChecker } from "./checker/install-checker.ts";
import { tellTrace } from "./checker/tell-trace.ts";
import { inParallel } from "./in-parallel.ts";
import { models } from "./models.ts";
import { headOf, type Result, rowOf } from "./results.ts";
import { groups, type Variant } from "./variants.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = `${root}/.local/model`;
const documents = ["tests/model/README.md", "docs/model.md"];
const documented = documents.map((file) => readFileSync(`${root}/${file}`, "utf8")).join("\n");
const started = Date.now();
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Stops the runs in progress. */
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

try {
  const checker = await installChecker(folder, stop.signal);
  rmSync(`${folder}/runs`, { recursive: true, force: true });
  const place = { checker, folder: `${folder}/runs`, signal: stop.signal };
  const check = async (variant: Variant): Promise<Result> => {
    const finding = await checkVariant(variant, models[variant.model], place);
    return { variant, finding };
  };
  const results = await inParallel(Object.values(groups).flat(), 2, check);

  const told: string[] = [];
  for (const [group, variants] of Object.entries(groups)) {
    say("");
    headOf(group).forEach(say);
    const rows = results.filter(({ variant }) => variants.includes(variant)).map(rowOf);
    rows.forEach(say);
    told.push(...rows);
  }
  for (const { variant, finding } of results.filter((one) => one.variant.told)) {
    const trace = tellTrace(finding.trace);
    say(`\n${variant.model}, ${variant.name}: the shortest counterexample to ${finding.broken}`);
    trace.forEach(say);
    told.push(...trace);
  }

  const stale = told.filter((line) => !documented.includes(line));
  if (stale.length > 0) say(`\nFAILED: ${documents.join(" and ")} do not contain\n${stale.join("\n")}`);
  const wrong = results.filter(({ variant, finding }) => finding.broken !== variant.finds).length;
  const failed = wrong + (stale.length > 0 ? 1 : 0);
  say(`\nin ${((Date.now() - started) / 1000).toFixed(0)} s; each counterexample is in ${folder}/runs`);
  // The documents count as one.
  say(`${results.length + 1 - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  say(stop.signal.aborted || !(error instanceof Error) ? String(error) : error.message);
  stop.abort();
  process.exitCode = 1;
}
