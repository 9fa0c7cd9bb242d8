import { mkdirSync, rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { tailOfNewestLog } from "./logs.ts";

/** The limit of one step: a hung step ends, a slow machine does not fail. */
const stepSeconds = 1_800;

/** One run of the proof: its steps, its working folder and its cleanup. */
export interface Run {
  /** Ignored by git; `logs` is in it. */
  folder: string;
  logs: string;
  /** Aborted when the run is interrupted or has ended: everything that still waits or works stops. */
  signal: AbortSignal;
  /** Does the work and prints one line: its name, its duration and its remarks. */
  step<Value>(name: string, work: (say: (text: string) => void) => Promise<Value>): Promise<Value>;
  /** Registers a cleanup for the end of the run, however it ends; the last one runs first. */
  atEnd(undo: () => Promise<void> | void): void;
}

/** Runs `work` and cleans up afterwards, also after a failure and Ctrl+C. Returns the exit code. */
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
    const stepStarted = Date.now();
    const remarks: string[] = [];
    try {
      const value = await Promise.race([doIt((text) => remarks.push(text)), tooLong(name)]);
      print([`ok    ${name} (${seconds(stepStarted)})`, ...remarks].join(", "));
      return value;
    } catch (error) {
      print(`FAILED ${name} (${seconds(stepStarted)})`);
      throw error;
    }
  }

  const interrupted = new Promise<never>((_, reject) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(name, () => reject(new Error(`Interrupted by ${name}`)));
    }
    // Ignores rejections without a handler, also during the cleanup, so that the cleanup finishes.
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
