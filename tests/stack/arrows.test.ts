import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "@jest/globals";
import { projectRoot } from "./packaging/tree-copy.ts";

/** A small tree that breaks no import rule. */
const allowed: Record<string, string> = {
  "core/time.ts": "export const now = 0;",
  "core/environment.ts": "export const readEnv = 0;",
  "adapters/clock.ts": 'import "node:fs"; import "@aws-sdk/client-sqs"; import "../core/time.ts";',
  "middleware/edge.ts": 'import "@middy/core"; import "../core/time.ts";',
  "functions/do-work/do-work.ts": 'import "../../core/time.ts"; import "./plan.ts";',
  "functions/do-work/plan.ts": "export const plan = 0;",
  "functions/do-work/handler.ts":
    'import "@middy/core"; import "../../middleware/edge.ts"; import "../../core/time.ts"; import "./do-work.ts";',
  "functions/do-work/main.ts":
    'import "./handler.ts"; import "../../adapters/clock.ts"; import "../../core/environment.ts";',
  "functions/do-else/do-else.ts": "export const other = 0;",
  "local/laptop.ts": 'import "dynalite"; import "node:fs"; import "../core/time.ts";',
  "operator/stack/jobs.ts":
    'import "node:fs"; import "@aws-sdk/client-sqs"; import "../../adapters/clock.ts"; import "../../core/time.ts"; import "../../scripts/build.ts";',
  "operator/cli/list.ts": 'import "commander"; import "../stack/jobs.ts";',
  "operator/cli/commands/console.ts": 'import "../list.ts"; import "../../console/serve.ts";',
  "operator/console/serve.ts": 'import "../stack/jobs.ts"; import "./page/main.js";',
  "operator/console/page/main.js": 'import "../../web/dom.js";',
  "operator/web/dom.js": "export const h = 0;",
  "local/console.ts": 'import "../operator/console/serve.ts"; import "../operator/stack/jobs.ts";',
  "scripts/build.ts": 'import "esbuild"; import "../core/time.ts";',
  "resources/plugin.mjs": "export const plugin = 0;",
  "tests/work.ts": 'import "../functions/do-work/main.ts"; import "../local/laptop.ts";',
};

/** One file for each way of breaking a rule; it breaks no other rule. */
const violations: [rule: string, file: string, text: string][] = [
  ["core-imports-nothing", "core/a1.ts", 'import "../adapters/clock.ts";'],
  ["core-imports-nothing", "core/a2.ts", 'import "node:fs";'],
  ["core-imports-nothing", "core/a3.ts", 'import "ai";'],
  ["core-imports-nothing", "core/a4.ts", 'import type {} from "../middleware/edge.ts";'],
  ["core-canonicalizes-json", "core/deliveries/intent-key.ts", 'import "ai";'],
  ["core-reads-markdown", "core/markdown/parse-markdown.ts", 'import "ai";'],
  ["adapters-import-core-and-sdks", "adapters/b1.ts", 'import "../functions/do-work/do-work.ts";'],
  ["adapters-import-core-and-sdks", "adapters/b2.ts", 'import "../middleware/edge.ts";'],
  ["middleware-imports-core-middy-ajv", "middleware/c1.ts", 'import "../adapters/clock.ts";'],
  ["middleware-imports-core-middy-ajv", "middleware/c2.ts", 'import "@aws-sdk/client-sqs";'],
  ["main-builds-its-handler", "functions/d1/main.ts", 'import "../../middleware/edge.ts";'],
  ["main-builds-its-handler", "functions/d2/main.ts", 'import "../do-work/handler.ts";'],
  ["main-builds-its-handler", "functions/d3/main.ts", 'import "../../core/time.ts";'],
  ["handler-imports-its-decision", "functions/e1/handler.ts", 'import "../../adapters/clock.ts";'],
  ["handler-imports-its-decision", "functions/e2/handler.ts", 'import "../do-work/do-work.ts";'],
  ["handler-imports-its-decision", "functions/e3/handler.ts", 'import "@aws-sdk/client-sqs";'],
  ["decision-imports-core", "functions/f1/f1.ts", 'import "../../adapters/clock.ts";'],
  ["decision-imports-core", "functions/f2/f2.ts", 'import "../do-else/do-else.ts";'],
  ["decision-imports-core", "functions/f3/f3.ts", 'import "@middy/core";'],
  ["operator-stack-has-no-interface", "operator/stack/g1.ts", 'import "../cli/list.ts";'],
  ["operator-stack-has-no-interface", "operator/stack/g2.ts", 'import "../console/serve.ts";'],
  ["operator-stack-has-no-interface", "operator/stack/g3.ts", 'import "../web/dom.js";'],
  ["operator-stack-has-no-interface", "operator/stack/g4.ts", 'import "../../local/laptop.ts";'],
  ["operator-stack-has-no-interface", "operator/stack/g5.ts", 'import "commander";'],
  ["one-command-starts-the-console", "operator/cli/g6.ts", 'import "../console/serve.ts";'],
  ["operator-cli-imports-stack", "operator/cli/g7.ts", 'import "../web/dom.js";'],
  ["operator-cli-imports-stack", "operator/cli/g8.ts", 'import "../../local/laptop.ts";'],
  ["operator-cli-imports-stack", "operator/cli/g9.ts", 'import "../../functions/do-work/do-work.ts";'],
  ["operator-console-imports-stack-and-web", "operator/console/g10.ts", 'import "../cli/list.ts";'],
  ["operator-console-imports-stack-and-web", "operator/console/g11.ts", 'import "../../local/laptop.ts";'],
  ["operator-web-imports-nothing", "operator/web/g12.js", 'import "../console/page/main.js";'],
  ["laptop-imports-core-and-adapters", "local/g13.ts", 'import "../operator/cli/list.ts";'],
  ["laptop-imports-core-and-adapters", "local/g14.ts", 'import "../middleware/edge.ts";'],
  ["scripts-import-core-and-adapters", "scripts/g15.ts", 'import "../operator/stack/jobs.ts";'],
  ["scripts-import-core-and-adapters", "scripts/g16.ts", 'import "../local/laptop.ts";'],
  ["nothing-imports-tests", "resources/h1.mjs", 'import "../tests/work.ts";'],
  ["laptop-stays-outside", "resources/i1.mjs", 'import "../local/laptop.ts";'],
  ["laptop-stays-outside", "resources/i2.mjs", 'import "../operator/stack/jobs.ts";'],
  ["no-cycles", "core/j1.ts", 'import { here as there } from "./j2.ts"; export { there };'],
  ["core-is-layered", "core/upper/k.ts", 'import "../lower/k.ts";'],
  ["resolvable", "resources/k1.mjs", 'import "./nowhere.mjs";'],
  ["no-development-packages-in-production", "adapters/l1.ts", 'import "fast-check";'],
];

const tree = mkdtempSync(join(tmpdir(), "pr-comment-automation-arrows-"));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const found = await breachesIn({
  ...allowed,
  ...Object.fromEntries(violations.map(([, file, text]) => [file, text])),
  "core/j2.ts": 'import "./j1.ts";',
  "core/upper/up.ts": "export const up = 0;",
  "core/lower/k.ts": 'import "../upper/up.ts";',
});

test.each(violations)("%s stops %s", (rule, file) => {
  // Cycles between folders are reported for the folder.
  const place = rule === "core-is-layered" ? dirname(file) : file;
  const rules = found.filter(({ from }) => from === place).map((breach) => breach.rule);

  expect(rules).toEqual([rule]);
});

test("a tree that follows the rules passes", () => {
  const files = Object.keys(allowed);

  expect(found.filter(({ from }) => files.includes(from))).toEqual([]);
});

test("every rule has a file that breaks it", async () => {
  const file = join(projectRoot, ".dependency-cruiser.mjs");
  const { default: config } = (await import(file)) as { default: { forbidden: { name: string }[] } };
  const rules = config.forbidden.map(({ name }) => name);

  expect(new Set(violations.map(([rule]) => rule))).toEqual(new Set(rules));
});

async function breachesIn(files: Record<string, string>): Promise<{ from: string; rule: string }[]> {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), `${text}\nexport const here = 1;\n`);
  }
  for (const name of [".dependency-cruiser.mjs", "tsconfig.json", "package.json"]) {
    cpSync(join(projectRoot, name), join(tree, name));
  }
  symlinkSync(join(projectRoot, "node_modules"), join(tree, "node_modules"));
  const cli = join(projectRoot, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const folders = [
    ...["core", "adapters", "functions", "middleware"],
    ...["local", "operator", "scripts", "resources", "tests"],
  ];
  const args = [cli, "--config", ".dependency-cruiser.mjs", "--output-type", "json", ...folders];
  const json = await promisify(execFile)(process.execPath, args, { cwd: tree }).then(
    ({ stdout }) => stdout,
    // The number of breaches is the exit code.
    (error: { stdout: string }) => error.stdout,
  );
  const report = JSON.parse(json) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return report.summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}
