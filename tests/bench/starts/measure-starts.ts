import { fork } from "node:child_process";
import { once } from "node:events";
import { formats, type Variants } from "./build-variants.ts";
import type { Start } from "./start-once.ts";

export interface StartOptions {
  /** The module that each fresh process runs. */
  runner: string;
  rounds: number;
  environment?: Record<string, string>;
  /** The first event, as JSON; without one only the import is measured. */
  event?: string;
}

/** Starts both variants in turn, so that other load on the machine affects both equally. */
export async function measureStarts(
  variants: Variants,
  options: StartOptions,
): Promise<Record<keyof Variants, Start[]>> {
  const starts: Record<keyof Variants, Start[]> = { cjs: [], esm: [] };
  // The first start of each fills the page cache and is discarded.
  for (let round = -1; round < options.rounds; round++) {
    for (const format of round % 2 === 0 ? formats : formats.toReversed()) {
      const start = await startOnce(variants[format], options);
      if (round >= 0) starts[format].push(start);
    }
  }
  return starts;
}

async function startOnce(file: string, { runner, event, environment = {} }: StartOptions): Promise<Start> {
  const child = fork(runner, event === undefined ? [file] : [file, event], {
    env: { AWS_REGION: "eu-central-1", ...environment },
    // The functions' log lines do not belong in the table.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let start: Start | null = null;
  let output = "";
  child.on("message", (message) => {
    start = message as Start;
  });
  child.stderr?.on("data", (part) => {
    output += part;
  });
  await once(child, "close");
  if (start === null) throw new Error(`${file} ended without a measurement:\n${output}`);
  return start;
}
