import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The folder of a running laptop's data, which would otherwise fill its memory. */
export interface DataDirectory {
  path: string;
  /** Deletes it: every start begins empty. */
  remove(): void;
}

/** Creates `.local/data/<process id>`, and deletes the folders of laptops that have ended without deleting theirs. */
export function createDataDirectory(serviceDir: string): DataDirectory {
  const all = join(serviceDir, ".local", "data");
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all)) {
    if (name === String(process.pid) || !isRunning(Number(name))) remove(join(all, name));
  }
  const path = join(all, String(process.pid));
  mkdirSync(path);
  return { path, remove: () => remove(path) };
}

/** Retries, because the database may still create a file. */
function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
