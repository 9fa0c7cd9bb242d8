import { type Fence, openingFence } from "./fences.ts";

/** A fence that is written at column 0 wherever it stood. */
export interface HoistedFence extends Fence {
  /** Columns of white space that its lines lose. */
  indent: number;
  /** A list marker that stood before it on its line. */
  prefix: string;
}

const listMarker = /^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?=`{3}|~{3})/;
const harmlessInfo = /^[\w +#.,:=/{}"'()-]{0,99}$/;

/** The fence that `line` opens, at any depth and behind a list marker too; null when it opens none. */
export function hoistFence(line: string): HoistedFence | null {
  const prefix = listMarker.exec(line)?.[0] ?? "";
  const body = line.slice(prefix.length);
  const unindented = body.replace(/^[ \t]+/, "");
  const fence = openingFence(unindented);
  if (!fence) return null;
  return {
    marker: fence.marker,
    info: harmlessInfo.test(fence.info) ? fence.info : "",
    indent: columns(prefix || body.slice(0, body.length - unindented.length)),
    prefix: prefix.trimEnd(),
  };
}

/** The line without at most `indent` columns of leading white space. */
export function dedent(line: string, indent: number): string {
  let column = 0;
  let at = 0;
  while (column < indent && (line[at] === " " || line[at] === "\t")) {
    column += line[at] === "\t" ? 4 - (column % 4) : 1;
    at += 1;
  }
  return line.slice(at);
}

function columns(leading: string): number {
  let column = 0;
  for (const character of leading) column += character === "\t" ? 4 - (column % 4) : 1;
  return column;
}
