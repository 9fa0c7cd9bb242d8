import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a running laptop tells other commands of itself. */
export interface StackFile {
  pid: number;
  /** What an SDK client needs to reach its AWS: `AWS_ENDPOINT_URL_*`, region and credentials. */
  connection: Record<string, string>;
  /** The environment of each function. */
  environments: Record<string, Record<string, string>>;
}

export function writeStackFile(serviceDir: string, stack: StackFile): void {
  mkdirSync(join(serviceDir, ".local"), { recursive: true });
  // The environments hold no secret: functions read theirs from the embedded Secrets Manager.
  writeFileSync(path(serviceDir), JSON.stringify(stack, null, 2));
}

/** Unless another laptop has been started from this folder since. */
export function removeStackFile(serviceDir: string): void {
  if (readStackFile(serviceDir)?.pid === process.pid) rmSync(path(serviceDir), { force: true });
}

/** The laptop that runs from this folder; null when none does. */
export function readStackFile(serviceDir: string): StackFile | null {
  try {
    const stack = JSON.parse(readFileSync(path(serviceDir), "utf8")) as StackFile;
    process.kill(stack.pid, 0);
    return stack;
  } catch {
    // No file, or the process that wrote it is gone.
    return null;
  }
}

function path(serviceDir: string): string {
  return join(serviceDir, ".local", "stack.json");
}
