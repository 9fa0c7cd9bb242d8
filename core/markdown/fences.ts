/** An open code fence, as CommonMark defines it (https://spec.commonmark.org/0.31.2/#fenced-code-blocks). */
export interface Fence {
  /** The run of backticks or tildes. */
  marker: string;
  /** The rest of the opening line, trimmed. */
  info: string;
}

/** A fence with what must be removed to write it at column 0. */
export interface HoistedFence extends Fence {
  /** Columns of white space to remove from each of its lines. */
  indent: number;
  /** The list marker before it on its line; empty if there is none. */
  prefix: string;
}

const opening = /^ {0,3}(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
const listMarker = /^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?=`{3}|~{3})/;
const harmlessInfo = /^[\w +#.,:=/{}"'()-]{0,99}$/;
const tabWidth = 4;

function openingFence(line: string): Fence | null {
  const match = opening.exec(line);
  if (!match) return null;
  return { marker: match[1] ?? match[3] ?? "", info: (match[2] ?? match[4] ?? "").trim() };
}

export function closesFence(line: string, fence: Fence): boolean {
  const run = closing.exec(line)?.[1];
  return run !== undefined && run[0] === fence.marker[0] && run.length >= fence.marker.length;
}

/** Returns the fence that is open after `line`, given the one that was open before it. */
export function fenceAfter(line: string, before: Fence | null): Fence | null {
  if (before) return closesFence(line, before) ? null : before;
  return openingFence(line);
}

/** Returns the fence that `line` opens, at any indentation and also after a list marker; null if it opens none. */
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

/** Removes at most `indent` columns of leading white space. */
export function dedent(line: string, indent: number): string {
  let column = 0;
  let at = 0;
  while (column < indent && (line[at] === " " || line[at] === "\t")) {
    column = columnAfter(line[at], column);
    at += 1;
  }
  return line.slice(at);
}

function columns(leading: string): number {
  let column = 0;
  for (const character of leading) column = columnAfter(character, column);
  return column;
}

function columnAfter(character: string | undefined, column: number): number {
  return character === "\t" ? column + tabWidth - (column % tabWidth) : column + 1;
}
