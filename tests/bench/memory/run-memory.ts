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

/** Runs of the employee in one process. */
const runs = 5;

/** Returns what each deployed bundle needs of memory and CPU, in this many fresh processes. */
export async function runMemory(scratch: string, rounds: number): Promise<string> {
  const largest = await startLargestRun(rounds * runs);
  try {
    const runner = join(scratch, "use-once.mjs");
    await build({ entryPoints: [join(import.meta.dirname, "use-once.ts")], outfile: runner });
    const rows: string[][] = [];
    for (const name of readdirSync(join(projectRoot, "functions")).toSorted()) {
      const file = join(scratch, `${name}.cjs`);
      await bundleAsDeployed(`functions/${name}/main.ts`, file);
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
    return markdownTable(
      ["function", "empty, MB", "imported, MB", "most, MB", "CPU of the import, ms"],
      rows,
    );
  } finally {
    await largest.stop();
  }
}

/** Values with which every function can be imported; nothing is called. */
function anyEnvironment(name: string): Record<string, string> {
  const own = Object.keys(readFunction(name).environment ?? {});
  const kinds: [RegExp, string][] = [
    [/_URL$/, "http://127.0.0.1:9"],
    [/_MODE$/, "active"],
    [/^GITHUB_WRITES_/, "500"],
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
