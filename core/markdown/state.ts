import { codeSpanAround, outsideCodeSpans } from "./code-span.ts";
import { type Fence, fenceAfter } from "./fences.ts";

/** What is open at the boundary before a line. */
export interface MarkdownState {
  fence: Fence | null;
  /** The summaries of the `<details>` that are open, outermost first. */
  details: string[];
  /** Header and delimiter row of the table whose body this is; null outside of one. */
  tableHead: string | null;
  /** The backticks of the code span that a cut goes through; null between lines. */
  codeMarker: string | null;
}

export const initialState: MarkdownState = { fence: null, details: [], tableHead: null, codeMarker: null };

const delimiterRow = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const endsTable = /^[ \t]*(?:$|[<>#]|`{3}|~{3})/;
const detailsTag = /<details(?: open)?>|<\/details>|<summary>([^<]*)/gi;
const untitled = "Continued";
const summaryLength = 40;

/** The states at every boundary, from before the first line to after the last: one more than there are lines. */
export function markdownStates(lines: string[]): MarkdownState[] {
  let state = initialState;
  const states = [state];
  let previous = "";
  for (const line of lines) {
    state = stateAfter(line, previous, state);
    states.push(state);
    previous = line;
  }
  return states;
}

/** The state inside of a line: after its first `length` characters, given the state before it. */
export function stateInside(line: string, length: number, before: MarkdownState): MarkdownState {
  if (before.fence) return before;
  const codeMarker = codeSpanAround(line, length)?.marker ?? null;
  return { ...initialState, details: detailsAfter(line.slice(0, length), before.details), codeMarker };
}

function stateAfter(line: string, previous: string, before: MarkdownState): MarkdownState {
  const { fence, details, tableHead } = before;
  const after = fenceAfter(line, fence);
  if (fence || after) return { ...initialState, fence: after, details };
  const head = headAfter(line, previous, tableHead);
  return { ...initialState, details: detailsAfter(line, details), tableHead: head };
}

function headAfter(line: string, previous: string, head: string | null): string | null {
  if (endsTable.test(line)) return null;
  if (head) return head;
  const isDelimiter = line.includes("|") && delimiterRow.test(line);
  return isDelimiter && previous.includes("|") ? `${previous}\n${line}\n` : null;
}

function detailsAfter(line: string, before: string[]): string[] {
  if (!line.includes("<")) return before;
  const open = [...before];
  for (const [tag, summary] of outsideCodeSpans(line).matchAll(detailsTag)) {
    if (tag.startsWith("</")) open.pop();
    else if (summary === undefined) open.push(untitled);
    else if (open.length > 0) open[open.length - 1] = summary.trim().slice(0, summaryLength) || untitled;
  }
  return open;
}
