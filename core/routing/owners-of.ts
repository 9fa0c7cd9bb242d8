import { compileGlob, type Glob } from "./glob.ts";

interface Ownership {
  matches: Glob;
  owners: string[];
}

/** The pattern and its owners; a space inside a pattern is written `\ `. Null for lines that GitHub skips. */
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
 * A slash at the beginning or in the middle ties a pattern to the root, one at the end makes it a directory. Any
 * pattern but one that ends in `/*` also owns what lies below the directory that it matches.
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
 * Owners of the changed files after a CODEOWNERS file, as written there, each once and sorted. Of the lines that
 * match a file, the last one counts, also when it names nobody. Negation (`!`), character ranges (`[ ]`) and `\#`
 * are skipped, as GitHub does: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
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
