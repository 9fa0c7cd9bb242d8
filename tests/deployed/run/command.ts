import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Run } from "./run.ts";

export interface Command {
  program: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  /** A file in the run's logs that gets its output. */
  log: string;
}

export interface Service {
  /** Whether it is still running. */
  running(): boolean;
  stop(): Promise<void>;
}

/**
 * Runs a command to its end. Returns its standard output; throws if it fails, takes too long or the run ends.
 */
export async function runCommand(run: Run, command: Command, seconds: number): Promise<string> {
  const child = start(run, command);
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const timeout = AbortSignal.timeout(seconds * 1000);
  const kill = () => signalGroup(child, "SIGKILL");
  const over = AbortSignal.any([run.signal, timeout]);
  over.addEventListener("abort", kill);
  const [code] = (await once(child, "close")) as [number | null];
  over.removeEventListener("abort", kill);
  if (code === 0) return output;
  const how = timeout.aborted ? `took more than ${seconds} s` : `ended with ${code ?? "a signal"}`;
  throw new Error(
    `\`${[command.program, ...command.args].join(" ")}\` ${how}: see ${join(run.logs, command.log)}`,
  );
}

/**
 * Ends the whole group when its standard input closes, as it does when this process ends, and itself when the
 * command ends.
 */
const watchdog = '{ "$@"; kill $$; } & cat > /dev/null; kill 0';

/**
 * Starts a command that runs until it is stopped, with all its children, at the latest at the end of the run.
 */
export function startService(run: Run, command: Command): Service {
  const { program, args } = command;
  const watched = { ...command, program: "/bin/sh", args: ["-c", watchdog, "sh", program, ...args] };
  const child = start(run, watched, "pipe");
  const closed = once(child, "close");

  async function stop(): Promise<void> {
    signalGroup(child, "SIGTERM");
    await Promise.race([closed, pause(5000, undefined, { ref: false })]);
    signalGroup(child, "SIGKILL");
    const end = Date.now() + 5000;
    while (membersOf(child).length > 0) {
      if (Date.now() > end) throw new Error(`Still running: processes ${membersOf(child).join(", ")}`);
      await pause(50);
    }
  }

  run.atEnd(stop);
  return { running: () => child.exitCode === null && child.signalCode === null, stop };
}

function start(run: Run, command: Command, input: "ignore" | "pipe" = "ignore"): ChildProcess {
  const { program, args, cwd, env, log } = command;
  // A separate process group: it ends with all its children, and Ctrl+C reaches only the run, which stops
  // everything in order.
  const child = spawn(program, args, { cwd, env, detached: true, stdio: [input, "pipe", "pipe"] });
  const file = createWriteStream(join(run.logs, log), { flags: "a" });
  child.stdout?.pipe(file, { end: false });
  child.stderr?.pipe(file, { end: false });
  child.once("close", () => file.end());
  return child;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is empty.
  }
}

/** The processes in a child's group, without zombies. */
function membersOf({ pid }: ChildProcess): string[] {
  return execFileSync("ps", ["-A", "-o", "pgid=,stat=,pid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([group, state = ""]) => group === String(pid) && !state.startsWith("Z"))
    .map(([, , member = ""]) => member);
}
