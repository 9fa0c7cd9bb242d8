import { compileGlob, type Glob } from "./glob.ts";

interface Ownership {
  matches: Glob;
  owners: string[];
}

/** Parses the pattern and the owners; a space in a pattern is written `\ `. Returns null for lines that GitHub skips. */
function readLine(line: string): Ownership | null {
  const [pattern, ...rest] = line.trim().split(/(?<!\\)\s+/);
  if (pattern === undefined || pattern === "" || /^[#!]|^\\#|\[/.test(pattern)) return null;
  const comment = rest.findIndex((word) => word.startsWith("#"));
  return {
    matches: compilePattern(pattern.replaceAll("\\ ", " ")),
    owners: comment < 0 ? rest : rest.slice(0, comment),
  };
}

/**
 * A slash at the start or in the middle anchors a pattern at the root; one at the end makes it match directories only.
 * Every pattern except those that end in `/*` also matches everything below a matching directory.
 */
function compilePattern(pattern: string): Glob {
  const path = pattern.replace(/^\//, "").replace(/\/$/, "");
  const anchored = pattern.slice(0, -1).includes("/");
  const root = anchored ? path : `**/${path}`;
  const isDirectory = pattern.endsWith("/");
  const below = compileGlob(`${root}/**`);
  const itself = compileGlob(root);
  if (pattern.endsWith("/*")) return itself;
  return isDirectory ? below : (text) => itself(text) || below(text);
}

/**
 * Returns the owners of the changed files according to a CODEOWNERS file, as written there, each once and sorted. The
 * last line that matches a file counts, even without owners. Lines with negation (`!`), character ranges (`[ ]`) or `\#`
 * are skipped, as on GitHub: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function ownersOf(codeowners: string, paths: readonly string[]): string[] {
  const lines = codeowners.split(/\r?\n/).flatMap((line) => readLine(line) ?? []);
  const found = new Map<string, string>();
  for (const path of paths) {
    const last = lines.findLast(({ matches }) => matches(path));
    for (const owner of last?.owners ?? []) found.set(owner.toLowerCase(), owner);
  }
  return [...found.values()].sort();
}
