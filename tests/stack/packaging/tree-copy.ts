import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";

export const projectRoot = resolve(import.meta.dirname, "../../..");

/** The files that `sls package` reads. */
const parts = [
  "core",
  "adapters",
  "functions",
  "middleware",
  "workflows",
  "resources",
  "operator",
  "scripts",
  "local",
  "serverless.yml",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
/** `generated` is left out, so that packaging must create it. */
const leftOut = new Set(["node_modules", "generated"]);

/** Copies the service to its own folder, so that packaging leaves no files in the project. */
export function copyTree(target: string): void {
  for (const part of parts) {
    cpSync(join(projectRoot, part), join(target, part), {
      recursive: true,
      filter: (source) => !leftOut.has(basename(source)),
    });
  }
}

/** Returns a hash over all files that `copyTree` copies. */
export function hashTree(tree: string): string {
  const hash = createHash("sha256").update(process.version);
  for (const part of parts) {
    for (const file of filesBelow(join(tree, part))) {
      hash
        .update(`${file.slice(tree.length)}\0`)
        .update(readFileSync(file))
        .update("\0");
    }
  }
  return hash.digest("hex").slice(0, 16);
}

function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .filter((name) => !leftOut.has(name))
    .toSorted()
    .flatMap((name) => filesBelow(join(path, name)));
}
