import { mkdirSync, rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { tailOfNewestLog } from "./logs.ts";

/** The most that one step may take: a hung step ends, a slow machine does not fail. */
const stepSeconds = 1_800;

/** One run of the proof: its steps, its working folder and what has to be undone after it. */
export interface Run {
  /** Ignored by git; `logs` is in it. */
  folder: string;
  logs: string;
  /** Aborted when the run is interrupted or over: whoever waits or works for it ends then. */
  signal: AbortSignal;
  /** Does the work and prints one line: what it was, how long it took and what it says of itself. */
  step<Value>(name: string, work: (say: (text: string) => void) => Promise<Value>): Promise<Value>;
  /** Is called at the end, however it ends; the last one first. */
  atEnd(undo: () => Promise<void> | void): void;
}

/** Runs `work` and undoes everything after it, also after a failure and Ctrl+C. Answers the exit code. */
export async function runProof(folder: string, work: (run: Run) => Promise<void>): Promise<number> {
  const logs = `${folder}/logs`;
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const ending = new AbortController();
  const undoing: (() => Promise<void> | void)[] = [];
  const started = Date.now();

  async function step<Value>(
    name: string,
    doIt: (say: (text: string) => void) => Promise<Value>,
  ): Promise<Value> {
    const begun = Date.now();
    const remarks: string[] = [];
    try {
      const value = await Promise.race([doIt((text) => remarks.push(text)), tooLong(name)]);
      print([`ok    ${name} (${seconds(begun)})`, ...remarks].join(", "));
      return value;
    } catch (error) {
      print(`FAILED ${name} (${seconds(begun)})`);
      throw error;
    }
  }

  const interrupted = new Promise<never>((_, reject) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(name, () => reject(new Error(`Interrupted by ${name}`)));
    }
    // What fails where nobody waits for it, also while things are being ended: the rest is ended all the same.
    process.on("unhandledRejection", reject);
    process.on("uncaughtException", reject);
  });

  const failures: unknown[] = [];
  try {
    const all = work({ folder, logs, signal: ending.signal, step, atEnd: (undo) => undoing.push(undo) });
    await Promise.race([all, interrupted]);
  } catch (error) {
    failures.push(error);
  }
  ending.abort();
  for (const undo of undoing.reverse()) {
    try {
      await undo();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 0) {
    print(`Deployed, used, updated and removed in ${seconds(started)}`);
    return 0;
  }
  print(`\n${tailOfNewestLog(logs)}\n\n${failures.map(describe).join("\n\n")}`);
  return 1;
}

async function tooLong(name: string): Promise<never> {
  await pause(stepSeconds * 1000, undefined, { ref: false });
  throw new Error(`${name} took more than ${stepSeconds} s`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\n${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
