import { codePaths, generatedPaths, testPaths } from "./file-kind-rules.ts";
import { type PathRule, type SensitiveTopic, sensitivePaths } from "./path-rules.ts";

interface Sensitivity {
  topic: SensitiveTopic;
  reason: string;
}

/** Returns why a path needs special attention in a review; empty if it does not. */
export function sensitivitiesOf(path: string): Sensitivity[] {
  const facts = factsOf(path);
  return sensitivePaths
    .filter((rule) => matches(rule, facts))
    .map(({ topic, reason }) => ({ topic, reason }));
}

/** Returns `lock file`, `vendored` or `generated`; null for a hand-written file. */
export function generatedReason(path: string): string | null {
  const facts = factsOf(path);
  return generatedPaths.find((rule) => matches(rule, facts))?.reason ?? null;
}

export type FileKind = "code" | "tests" | "generated" | "other";

/** Returns what a file is: generated files first, then tests, then code. */
export function fileKindOf(path: string): FileKind {
  if (generatedReason(path)) return "generated";
  const facts = factsOf(path);
  if (matches(testPaths, facts)) return "tests";
  return matches(codePaths, facts) ? "code" : "other";
}

interface PathFacts {
  file: string;
  /** Folders with a slash at both ends. */
  folders: string;
  words: Set<string>;
}

function factsOf(path: string): PathFacts {
  const lower = path.toLowerCase();
  const slash = lower.lastIndexOf("/");
  const words = path
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return { file: lower.slice(slash + 1), folders: `/${lower.slice(0, slash + 1)}`, words: new Set(words) };
}

function matches({ files, endings, folders, words }: PathRule, facts: PathFacts): boolean {
  return (
    entries(files).includes(facts.file) ||
    entries(endings).some((ending) => facts.file.endsWith(ending)) ||
    entries(folders).some((folder) => facts.folders.includes(`/${folder}/`)) ||
    entries(words).some((word) => facts.words.has(word))
  );
}

const split = new Map<string, string[]>();

/** Returns the entries of a rule's list. Splits each list once, because a pull request has up to 3,000 files. */
function entries(list: string | undefined): string[] {
  if (list === undefined) return [];
  const known = split.get(list) ?? list.split(" ");
  split.set(list, known);
  return known;
}
