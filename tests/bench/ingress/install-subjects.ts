import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../bundle-as-deployed.ts";

const source = join(import.meta.dirname, "../subjects");
/** Below the project, whose packages the subjects share, and outside what tests and linters read. */
const target = join(projectRoot, ".local/bench-subjects");
const stamp = join(target, "node_modules/.installed");

/** Copies the other subjects and installs their packages, unless those of the lock file are there. Returns the folder. */
export function installSubjects(): string {
  cpSync(source, target, { recursive: true });
  const lock = createHash("sha256")
    .update(readFileSync(join(source, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return target;
  console.log("Installing the packages of tests/bench/subjects…");
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit"], { cwd: target, stdio: "inherit" });
  writeFileSync(stamp, lock);
  return target;
}
