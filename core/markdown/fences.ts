/** An open code fence, as CommonMark defines it (https://spec.commonmark.org/0.31.2/#fenced-code-blocks). */
export interface Fence {
  /** The run of backticks or tildes. */
  marker: string;
  /** What follows it on the opening line, trimmed. */
  info: string;
}

const opening = /^ {0,3}(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;

export function openingFence(line: string): Fence | null {
  const match = opening.exec(line);
  if (!match) return null;
  return { marker: match[1] ?? match[3] ?? "", info: (match[2] ?? match[4] ?? "").trim() };
}

export function closesFence(line: string, fence: Fence): boolean {
  const run = closing.exec(line)?.[1];
  return run !== undefined && run[0] === fence.marker[0] && run.length >= fence.marker.length;
}

/** The fence that is open after `line`, given the one that was open before it. */
export function fenceAfter(line: string, before: Fence | null): Fence | null {
  if (before) return closesFence(line, before) ? null : before;
  return openingFence(line);
}
