import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** Imports between a test file and a changed file. With three, most changes in `core` concern most test files. */
const nearby = 2;

/**
 * Keeps the test files that are near a change in the work tree, or since the branch of `--changedSince`.
 * Jest's `--onlyChanged` follows imports to their end, which takes minutes. https://jestjs.io/docs/cli#--filterfile
 */
function filterNearChanges(testFiles: string[]): { filtered: string[] } {
  const [, branch = "HEAD"] = /--changedSince[= ](\S+)/.exec(process.argv.join(" ")) ?? [];
  const added = git("ls-files", "--others", "--exclude-standard");
  const near = filesNear([...git("diff", "--name-only", branch), ...added], [...git("ls-files"), ...added]);
  return { filtered: testFiles.filter((file) => near.has(file)) };
}

/** Returns the changed files and the sources that import one of them, or import one that does. Paths are absolute. */
export function filesNear(changed: readonly string[], sources: readonly string[]): Set<string> {
  const importers = importersIn(sources.filter((file) => file.endsWith(".ts") && existsSync(file)));
  const near = new Set(changed);
  for (let step = 0; step < nearby; step += 1) {
    for (const file of [...near]) for (const importer of importers.get(file) ?? []) near.add(importer);
  }
  return near;
}

/** By file: the files that import it for more than its types. */
function importersIn(files: readonly string[]): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const file of files) {
    const source = readFileSync(file, "utf8").replaceAll(/\b(?:import|export) type [^"]*"[^"]*"/g, "");
    for (const [, specifier = ""] of source.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
      const imported = resolve(dirname(file), specifier);
      importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  }
  return importers;
}

/** Returns the paths that git prints, absolute. */
function git(...args: string[]): string[] {
  const output = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 24 });
  return output.split("\n").flatMap((name) => (name === "" ? [] : [resolve(root, name)]));
}

// What jest requires is the function itself.
export { filterNearChanges as "module.exports" };
