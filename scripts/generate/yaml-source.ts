import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from "yaml";
import type { Mistake } from "./mistakes.ts";

export type Path = readonly (string | number)[];

/** The data of a YAML text, with the place of each value. */
export interface YamlSource {
  file: string;
  data: unknown;
  /** Returns a mistake at the value, or at the nearest enclosing value that the text has. */
  mistakeAt(path: Path, message: string): Mistake;
  /** Returns a mistake at the key, for a key that is not allowed. */
  mistakeAtKey(path: Path, message: string): Mistake;
}

/** Parses YAML; returns syntax errors as mistakes. `firstLine` is the line of the file at which `text` starts. */
export function readYaml(
  file: string,
  text: string,
  firstLine = 1,
): { source: YamlSource | null; mistakes: Mistake[] } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });

  function mistake(offset: number, message: string): Mistake {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: line + firstLine - 1, column: Math.max(col, 1), message };
  }

  const mistakes = [...document.errors, ...document.warnings].map(({ pos, message }) =>
    mistake(pos[0], `This is not valid YAML: ${message}.`.replace(/\.\.$/, ".")),
  );
  if (mistakes.length > 0) return { source: null, mistakes };
  const source: YamlSource = {
    file,
    data: document.toJS(),
    mistakeAt: (path, message) => mistake(offsetOf(document, path, false), message),
    mistakeAtKey: (path, message) => mistake(offsetOf(document, path, true), message),
  };
  return { source, mistakes };
}

function offsetOf(document: Document, path: Path, wantsKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      const keyOffset = startOf(pair?.key);
      if (keyOffset === null) return offset;
      if (wantsKey && index === path.length - 1) return keyOffset;
      node = pair?.value;
      offset = isWritten(node) ? (startOf(node) ?? keyOffset) : keyOffset;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

/** Returns false for the value of `title:` alone, which has no text. */
function isWritten(node: unknown): node is Node {
  return isNode(node) && !(isScalar(node) && node.source === "" && node.value === null);
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
