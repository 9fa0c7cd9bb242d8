import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const lines = 40;

/** The end of every log that was written in the last ten seconds, the newest first. */
export function tailOfNewestLog(folder: string): string {
  const logs = readdirSync(folder)
    .map((name) => ({ path: join(folder, name), written: statSync(join(folder, name)).mtimeMs }))
    .toSorted((one, other) => other.written - one.written);
  return logs
    .filter(({ written }, index) => index === 0 || written > Date.now() - 10_000)
    .map(({ path }) => `--- the end of ${path}\n${tail(readFileSync(path, "utf8"))}`)
    .join("\n");
}

function tail(text: string): string {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}
