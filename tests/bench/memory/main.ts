import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { parse } from "yaml";
import { generate } from "../../../scripts/generate/generate.ts";
import { readFunction } from "../../fakes/cloudformation.ts";
import { projectRoot } from "../build-variants.ts";
import { markdownTable } from "../markdown-table.ts";
import { spreadOf } from "../statistics.ts";
import { startLargestRun } from "./largest-run.ts";
import type { MemoryUse } from "./use-once.ts";

/**
 * Measures what each deployed bundle needs of memory and CPU, in fresh processes: `node tests/bench/memory/main.ts [rounds]`.
 * docs/cost.md says how the memory sizes follow from it.
 */
const rounds = Number(process.argv[2] ?? 5);
const runs = 5;
const scratch = mkdtempSync(join(tmpdir(), "pr-comment-automation-memory-"));
const largest = await startLargestRun(rounds * runs);

try {
  await generate({ root: projectRoot, stage: "dev" });
  const runner = join(scratch, "use-once.mjs");
  await build({ entryPoints: [join(import.meta.dirname, "use-once.ts")], outfile: runner });
  const names = readdirSync(join(projectRoot, "functions")).toSorted();
  const rows: string[][] = [];
  for (const name of names) {
    const file = await bundle(name);
    const uses: MemoryUse[] = [];
    for (let round = 0; round < rounds; round += 1)
      uses.push(await useOnce(runner, file, anyEnvironment(name), []));
    rows.push(rowOf(name, uses));
    if (name !== "run-employee") continue;
    const busy: MemoryUse[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const events = largest.events.slice(round * runs, (round + 1) * runs);
      busy.push(await useOnce(runner, file, largest.environment, events));
    }
    rows.push(rowOf(`${name}, ${runs} runs, context of ${largest.contextMegabytes.toFixed(1)} MB`, busy));
  }
  console.log(
    `Node.js ${process.version} on ${process.platform}/${process.arch}, ${rounds} fresh processes each.\n`,
  );
  console.log(
    markdownTable(["function", "empty, MB", "imported, MB", "most, MB", "CPU of the import, ms"], rows),
  );
} finally {
  await largest.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** The options of the deployment, without those of its plugin alone. */
function deployedOptions(): BuildOptions {
  const text = readFileSync(join(projectRoot, "serverless.yml"), "utf8");
  const { custom } = parse(text, { logLevel: "error" });
  const { outputFileExtension: _, watch: __, ...options } = custom.esbuild;
  return { ...options, logLevel: "error" };
}

async function bundle(name: string): Promise<string> {
  const outfile = join(scratch, `${name}.cjs`);
  await build({
    ...deployedOptions(),
    entryPoints: [join(projectRoot, `functions/${name}/main.ts`)],
    outfile,
  });
  return outfile;
}

/** Values with which every function can be imported; nothing is called. */
function anyEnvironment(name: string): Record<string, string> {
  const own = Object.keys(readFunction(name).environment ?? {});
  const kinds: [RegExp, string][] = [
    [/_URL$/, "http://127.0.0.1:9"],
    [/_MODE$/, "active"],
    [/^ADDRESSES_/, "any|any|CLOUDFRONT"],
  ];
  const values = own.map((setting) => [setting, kinds.find(([kind]) => kind.test(setting))?.[1] ?? "none"]);
  return {
    ...{ AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "any", AWS_SECRET_ACCESS_KEY: "any", STAGE: "bench" },
    ...Object.fromEntries(values),
  };
}

async function useOnce(
  runner: string,
  file: string,
  environment: Record<string, string>,
  events: unknown[],
): Promise<MemoryUse> {
  const child = fork(runner, [file, JSON.stringify(events)], {
    env: { AWS_LAMBDA_LOG_LEVEL: "ERROR", ...environment },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let use: MemoryUse | null = null;
  let output = "";
  child.on("message", (message) => {
    use = message as MemoryUse;
  });
  child.stderr?.on("data", (part) => {
    output += part;
  });
  await once(child, "close");
  if (use === null) throw new Error(`${file} ended without a measurement:\n${output.slice(-1_000)}`);
  return use;
}

function rowOf(name: string, uses: MemoryUse[]): string[] {
  const median = (of: (use: MemoryUse) => number) => Math.round(spreadOf(uses.map(of)).median).toString();
  return [
    name,
    median((u) => u.before),
    median((u) => u.imported),
    median((u) => u.most),
    median((u) => u.importCpu),
  ];
}
