import type { Mistake } from "./mistakes.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export interface FrontMatter {
  source: YamlSource;
  /** The Markdown after the front matter, trimmed. */
  body: string;
}

const parts = /^---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|$)/ms;

/** Splits a Markdown file into its front matter (YAML between two lines of `---` at its top) and its body. */
export function readFrontMatter(
  file: string,
  text: string,
): { frontMatter: FrontMatter | null; mistakes: Mistake[] } {
  const found = text.startsWith("---") ? parts.exec(text) : null;
  if (found?.[1] === undefined || found.index !== 0) {
    const message = "Begin the file with front matter: YAML between two lines of `---`.";
    return { frontMatter: null, mistakes: [{ file, line: 1, column: 1, message }] };
  }
  const { source, mistakes } = readYaml(file, found[1], 2);
  if (source === null) return { frontMatter: null, mistakes };
  const body = text.slice(found[0].length).replaceAll("\r\n", "\n").trim();
  return { frontMatter: { source, body }, mistakes };
}
