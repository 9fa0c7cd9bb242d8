import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { readFunction } from "../../fakes/cloudformation.ts";
import { bundleAsDeployed, projectRoot } from "../bundle-as-deployed.ts";
import { markdownTable } from "../markdown-table.ts";
import { spreadOf } from "../statistics.ts";
import { startLargestRun } from "./largest-run.ts";
import type { MemoryUse } from "./use-once.ts";

const runsInOneProcess = 5;

/**
 * Returns a table of what each deployed bundle needs of memory and CPU, in fresh processes. docs/cost.md says how the memory
 * sizes follow from it.
 */
export async function runMemory(scratch: string, rounds: number): Promise<string> {
  const runner = join(scratch, "use-once.mjs");
  await build({ entryPoints: [join(import.meta.dirname, "use-once.ts")], outfile: runner });
  const largest = await startLargestRun(rounds * runsInOneProcess);
  const rows: string[][] = [];
  try {
    for (const name of readdirSync(join(projectRoot, "functions")).toSorted()) {
      const file = join(scratch, `${name}.cjs`);
      await bundleAsDeployed(`functions/${name}/main.ts`, file);
      const uses: MemoryUse[] = [];
      const busy: MemoryUse[] = [];
      for (let round = 0; round < rounds; round += 1) {
        uses.push(await useOnce(runner, file, anyEnvironment(name), []));
        if (name !== "run-employee") continue;
        const events = largest.events.slice(round * runsInOneProcess, (round + 1) * runsInOneProcess);
        busy.push(await useOnce(runner, file, largest.environment, events));
      }
      rows.push(rowOf(name, name, uses));
      const work = `${name}, ${runsInOneProcess} runs, a context of ${largest.contextMegabytes.toFixed(1)} MB`;
      if (busy.length > 0) rows.push(rowOf(work, name, busy));
    }
  } finally {
    await largest.stop();
  }
  const measured = ["empty process, MB", "imported, MB", "most, MB", "CPU of the import, ms"];
  const head = ["function", ...measured, "size, MB", "import at that size, ms (estimate)"];
  return `Medians of ${rounds} fresh processes.\n\n${markdownTable(head, rows)}`;
}

/** Values with which every function can be imported; nothing is called. */
function anyEnvironment(name: string): Record<string, string> {
  const kinds: [RegExp, string][] = [
    [/_URL$/, "http://127.0.0.1:9"],
    [/_MODE$/, "active"],
    [/_PER_(?:MINUTE|HOUR)$/, "80"],
    [/^ADDRESSES_/, "any|any|CLOUDFRONT"],
  ];
  const values = Object.keys(readFunction(name).environment ?? {}).map((setting) => [
    setting,
    kinds.find(([kind]) => kind.test(setting))?.[1] ?? "none",
  ]);
  const lambda = { AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "any", AWS_SECRET_ACCESS_KEY: "any" };
  return { ...lambda, STAGE: "bench", ...Object.fromEntries(values) };
}

async function useOnce(
  runner: string,
  file: string,
  environment: Record<string, string>,
  events: unknown[],
): Promise<MemoryUse> {
  const child = fork(runner, [file, JSON.stringify(events)], {
    env: environment,
    // The functions' log lines do not belong in the table.
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
  // A bundle is one long line, which Node prints with the error.
  if (use === null) throw new Error(`${file} ended without a measurement:\n${output.slice(-1_000)}`);
  return use;
}

/** Lambda gives one virtual processor at 1,769 MB, and its share below. */
const processorMb = 1_769;
const defaultMb = 512;

function rowOf(title: string, name: string, uses: MemoryUse[]): string[] {
  const { before, imported, most, importCpu } = {
    before: uses.map((use) => use.before),
    imported: uses.map((use) => use.imported),
    most: uses.map((use) => use.most),
    importCpu: uses.map((use) => use.importCpu),
  };
  const medians = [before, imported, most, importCpu].map((values) => Math.round(spreadOf(values).median));
  const size = readFunction(name).memorySize ?? defaultMb;
  const atSize = Math.round((spreadOf(importCpu).median * processorMb) / Math.min(size, processorMb));
  return [title, ...[...medians, size, atSize].map(String)];
}
