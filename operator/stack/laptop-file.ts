import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a running laptop writes down for commands: `.local/stack.json` in the folder that it runs from. */
export interface LaptopFile {
  pid: number;
  /** What an SDK client needs to reach its AWS: `AWS_ENDPOINT_URL_*`, region and credentials. */
  connection: Record<string, string>;
  /** The environment of each function. */
  environments: Record<string, Record<string, string>>;
}

export function writeLaptopFile(serviceDir: string, laptop: LaptopFile): void {
  mkdirSync(join(serviceDir, ".local"), { recursive: true });
  // The environments hold no secret: functions read theirs from the embedded Secrets Manager.
  writeFileSync(path(serviceDir), JSON.stringify(laptop, null, 2));
}

/** Removes the file unless another laptop has written it since. */
export function removeLaptopFile(serviceDir: string): void {
  if (readLaptopFile(serviceDir)?.pid === process.pid) rmSync(path(serviceDir), { force: true });
}

/** Returns what the laptop that runs from this folder has written; null if none runs. */
export function readLaptopFile(serviceDir: string): LaptopFile | null {
  try {
    const laptop = JSON.parse(readFileSync(path(serviceDir), "utf8")) as LaptopFile;
    process.kill(laptop.pid, 0);
    return laptop;
  } catch {
    // There is no file, or the process that wrote it has ended.
    return null;
  }
}

/** Returns the secret that signs the webhooks of a laptop started with this environment. */
export function laptopWebhookSecret(env: Record<string, string | undefined>): string {
  return env.WEBHOOK_SECRET || "local-webhook-secret";
}

function path(serviceDir: string): string {
  return join(serviceDir, ".local", "stack.json");
}
