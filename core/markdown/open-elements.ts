import { codeSpanAround, outsideCodeSpans } from "./code-span.ts";
import { type Fence, fenceAfter } from "./fences.ts";

/** Markdown elements that are open at a position of a text. */
export interface OpenElements {
  fence: Fence | null;
  /** The summaries of the open `<details>`, outermost first. */
  details: string[];
  /** Header and delimiter row, in the body of a table; null elsewhere. */
  tableHead: string | null;
  /** The backticks of the code span around a position inside a line; null between lines. */
  codeMarker: string | null;
}

/** A cut between two lines, inside a line, or at the end of a text, with or without a last newline. */
export type Cut = "between lines" | "inside a line" | "at the end";

export const noOpenElements: OpenElements = { fence: null, details: [], tableHead: null, codeMarker: null };

/** Number of nested `<details>` to close and reopen. The browser closes deeper ones: this markup must stay short. */
const deepest = 3;
/** Length limit of the Markdown that closes everything at a cut inside a line, without a fence. */
export const longestClosing = 12 + deepest * "\n</details>\n".length;

const delimiterRow = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const endsTable = /^[ \t]*(?:$|[<>#]|`{3}|~{3})/;
const detailsTag = /<details(?: open)?>|<\/details>|<summary>([^<]*)/gi;
const untitled = "Continued";
const summaryLength = 40;

/** Returns what is open before each line and after the last one. */
export function openBetweenLines(lines: string[]): OpenElements[] {
  let open = noOpenElements;
  const all = [open];
  let previous = "";
  for (const line of lines) {
    open = openAfter(line, previous, open);
    all.push(open);
    previous = line;
  }
  return all;
}

/** Returns what is open after the first `length` characters of a line, given what is open before it. */
export function openInside(line: string, length: number, before: OpenElements): OpenElements {
  if (before.fence) return before;
  const codeMarker = codeSpanAround(line, length)?.marker ?? null;
  return { ...noOpenElements, details: detailsAfter(line.slice(0, length), before.details), codeMarker };
}

/** Returns the Markdown that closes everything that is open at a cut. */
export function closingMarkdown({ fence, details, codeMarker }: OpenElements, cut: Cut): string {
  const ellipsis = cut === "inside a line" ? `${codeMarker ?? ""} …\n` : "";
  const tail = fence ? closingFence(fence.marker, cut) : ellipsis;
  return tail + "\n</details>\n".repeat(Math.min(details.length, deepest));
}

/** Returns the Markdown that reopens everything after a cut, without an info string or table head of `room` characters. */
export function reopeningMarkdown(open: OpenElements, cut: Cut, room: number): string {
  const details = open.details
    .slice(0, deepest)
    .map((summary) => `<details>\n<summary>${summary}</summary>\n\n`)
    .join("");
  return details + insideDetails(open, cut, room);
}

function insideDetails({ fence, tableHead, codeMarker }: OpenElements, cut: Cut, room: number): string {
  if (fence) {
    const line = fence.marker + fence.info;
    return `${line.length < room ? line : fence.marker}\n`;
  }
  // Not at column 0: the rest of a line must not become a command or a fence.
  if (cut === "inside a line") return `… ${codeMarker ?? ""}`;
  return tableHead && tableHead.length < room ? tableHead : "";
}

function closingFence(marker: string, cut: Cut): string {
  return cut === "between lines" ? `${marker}\n` : `\n${marker}\n`;
}

function openAfter(line: string, previous: string, before: OpenElements): OpenElements {
  const { fence, details, tableHead } = before;
  const after = fenceAfter(line, fence);
  if (fence || after) return { ...noOpenElements, fence: after, details };
  const head = tableHeadAfter(line, previous, tableHead);
  return { ...noOpenElements, details: detailsAfter(line, details), tableHead: head };
}

function tableHeadAfter(line: string, previous: string, head: string | null): string | null {
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
