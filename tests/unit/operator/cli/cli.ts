import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { run } from "../../../../operator/cli/run.ts";

const main = fileURLToPath(new URL("../../../../operator/cli/pr-automation.mjs", import.meta.url));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  /** Resolves with the first group of a match in what was printed. */
  printed(pattern: RegExp): Promise<string>;
  finished: Promise<Finished>;
  stop(): void;
}

export interface CliOptions {
  env?: Record<string, string>;
  /** Standard input. */
  stdin?: string;
}

/** Hides this machine's AWS settings. */
const bare = { HOME: "/nonexistent", AWS_EC2_METADATA_DISABLED: "true" };

/** Starts the command in its own process, which takes a second or two. */
export function startCli(args: string[], { env = {}, stdin = "" }: CliOptions = {}): Running {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, ...bare, ...env },
  });
  let stdout = "";
  let stderr = "";
  const watching = new Set<() => void>();
  const notify = () => {
    for (const look of watching) look();
  };
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
    notify();
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
    notify();
  });
  // A command may end without reading its input.
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  const finished = new Promise<Finished>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return {
    finished,
    stop: () => void child.kill(),
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout + stderr);
          if (!match) return;
          watching.delete(look);
          resolve(match[1] ?? "");
        };
        watching.add(look);
        void finished.then(() => {
          look();
          reject(new Error(`It ended without printing ${pattern}: ${stdout}${stderr}`));
        });
        look();
      }),
  };
}

/** Runs the command in its own process. */
export function spawnCli(args: string[], options?: CliOptions): Promise<Finished> {
  return startCli(args, options).finished;
}

/** Runs the command in this process, which is faster. One at a time: a process has one environment. */
export async function runCli(args: string[], { env = {}, stdin = "" }: CliOptions = {}): Promise<Finished> {
  if (current) throw new Error(`\`${current.join(" ")}\` is still running`);
  current = args;
  const own = process.env;
  process.env = { PATH: own.PATH, ...bare, ...env };
  try {
    return await callCli(args, stdin);
  } finally {
    process.env = own;
    current = null;
  }
}

let current: string[] | null = null;

/** Runs the command in this process with its environment. */
export async function callCli(args: string[], stdin = "", isTTY = false): Promise<Finished> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const code = await run(args, {
    env: process.env,
    stdin: Object.assign(Readable.from([stdin]), { isTTY }),
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text) },
  });
  return { code, stdout: stdout.join(""), stderr: stderr.join("") };
}
