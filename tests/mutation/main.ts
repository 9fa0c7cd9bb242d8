/**
 * Mutation testing of the gates, the signature and the grammar: `npm run test:mutation`, or with names of groups after
 * `--`. Surviving mutants need an explanation in equivalent-mutants.json, and README.md here must show the results;
 * `--write` updates it.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Group, groups, reportOf } from "./groups.ts";
import { missingRows, writtenPage } from "./page.ts";
import { type Mutant, readReport } from "./report.ts";
import { percentage, scoresOf, totalOf } from "./scores.ts";
import { compareSurvivors, readEquivalent } from "./survivors.ts";

const root = resolve(import.meta.dirname, "../..");
const page = `${root}/tests/mutation/README.md`;
const say = (line: string) => process.stdout.write(`${line}\n`);

const given = process.argv.slice(2).filter((argument) => argument !== "--write");
const unknown = given.filter((name) => !Object.hasOwn(groups, name));
if (unknown.length > 0) throw new Error(`No group ${unknown.join(", ")}: ${Object.keys(groups).join(", ")}`);

let failed = false;
for (const [name, group] of Object.entries(groups)) {
  if (given.length > 0 && !given.includes(name)) continue;
  const mutants = mutate(name);
  if (!isGood(name, group, mutants)) failed = true;
}
if (process.argv.includes("--write")) {
  const all = Object.keys(groups).flatMap((name) => readReport(`${root}/${reportOf(name)}`));
  writeFileSync(page, writtenPage(readFileSync(page, "utf8"), all, readEquivalent(), new Date()));
}
process.exitCode = failed ? 1 : 0;

/** Runs Stryker on a group; its report stays in .local/stryker. */
function mutate(name: string): Mutant[] {
  rmSync(`${root}/${reportOf(name)}`, { force: true });
  const stryker = `${root}/node_modules/@stryker-mutator/core/bin/stryker.js`;
  const { status } = spawnSync(process.execPath, [stryker, "run", "stryker.config.mjs"], {
    cwd: root,
    env: { ...process.env, MUTATION_GROUP: name },
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`Stryker ended with ${status} in the group ${name}`);
  return readReport(`${root}/${reportOf(name)}`);
}

function isGood(name: string, { atLeast }: Group, mutants: Mutant[]): boolean {
  const { unexplained, stale } = compareSurvivors(mutants, readEquivalent());
  for (const score of scoresOf(mutants)) say(`${score.file}: ${score.noticed} of ${score.mutants}`);
  for (const { file, line, code, becomes } of unexplained) {
    say(`\nA mutant survived without an explanation: ${file}: ${line}\n- ${code}\n+ ${becomes}`);
  }
  for (const { file, line, code, becomes } of stale) {
    say(`\nAn explanation is no longer needed: ${file}: ${line}\n- ${code}\n+ ${becomes}`);
  }
  const missing = process.argv.includes("--write")
    ? []
    : missingRows(readFileSync(page, "utf8"), mutants, readEquivalent());
  for (const row of missing) say(`\ntests/mutation/README.md does not contain: ${row}`);
  const score = percentage(totalOf(mutants));
  say(`\n${name}: ${score} % noticed, at least ${atLeast} % must be\n`);
  return unexplained.length + stale.length + missing.length === 0 && score >= atLeast;
}
