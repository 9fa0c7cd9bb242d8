import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./bundle-as-deployed.ts";

const page = join(projectRoot, "docs/benchmarks.md");

/** Replaces the results of a part in docs/benchmarks.md, which stand between two markers. */
export function writePart(part: string, results: string): void {
  writeFileSync(page, withPart(readFileSync(page, "utf8"), part, results));
}

/** Throws if the page lacks the markers. */
export function withPart(text: string, part: string, results: string): string {
  const [begin, end] = [`<!-- bench ${part} -->`, `<!-- end of bench ${part} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md lacks ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${results}\n\n${text.slice(to)}`;
}
