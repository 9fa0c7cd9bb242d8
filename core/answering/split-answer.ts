import { cutInsideLine } from "../markdown/cut-inside-line.ts";
import {
  type Cut,
  closingMarkdown,
  longestClosing,
  noOpenElements,
  type OpenElements,
  openBetweenLines,
  openInside,
  reopeningMarkdown,
} from "../markdown/open-elements.ts";

/** One part: `content` is the answer's own text; `before` and `after` reopen and close the blocks at the cuts. */
interface AnswerPart {
  before: string;
  content: string;
  after: string;
}

/** Space for `_(part 123 of 456)_` and a blank line. */
const labelRoom = 32;
const smallestLimit = 1000;

/**
 * Cuts Markdown into parts of at most `limit` UTF-16 units (GitHub: 65,536), between paragraphs if possible. A code
 * fence or `<details>` that is open at a cut is closed and opened again in the next part; a table repeats its head.
 * Several parts are numbered: `_(part 2 of 3)_`.
 */
export function splitAnswer(markdown: string, limit: number): string[] {
  const whole = cutAnswer(markdown, limit);
  if (whole.length === 1) return whole.map(render);
  const parts = cutAnswer(markdown, limit - labelRoom);
  return parts.map((part, index) => `_(part ${index + 1} of ${parts.length})_\n\n${render(part)}`);
}

const render = ({ before, content, after }: AnswerPart): string => before + content + after;

/** Returns the parts without numbers. Their contents, joined, are exactly `markdown`. */
export function cutAnswer(markdown: string, limit: number): AnswerPart[] {
  if (limit < smallestLimit - labelRoom) throw new RangeError(`The limit ${limit} is too low for an answer`);
  const lines = markdown.split("\n");
  const openBefore = openBetweenLines(lines);
  const starts = lineStarts(lines);
  const openAt = (line: number): OpenElements => openBefore[line] ?? noOpenElements;
  const end = closingMarkdown(openAt(lines.length), "at the end");
  const parts: AnswerPart[] = [];
  let line = 0;
  let at = 0;
  let open = noOpenElements;
  let cut: Cut = "between lines";

  for (;;) {
    const before = reopeningMarkdown(open, cut, limit / 8);
    const room = limit - before.length;
    if (markdown.length - at + end.length <= room)
      return [...parts, { before, content: markdown.slice(at), after: end }];
    const boundary = bestBoundary(line + 1, at, room);
    const from = at;
    if (boundary > 0) {
      cut = "between lines";
      line = boundary;
      at = starts[boundary] ?? markdown.length;
      open = openAt(boundary);
    } else {
      cut = "inside a line";
      const own = lines[line] ?? "";
      const start = starts[line] ?? 0;
      const fence = openAt(line).fence;
      const most = at - start + room - longestClosing - (fence?.marker.length ?? 0);
      const length = cutInsideLine(own, at - start, Math.min(most, own.length - 1), fence !== null);
      at = start + length;
      open = openInside(own, length, openAt(line));
    }
    parts.push({ before, content: markdown.slice(from, at), after: closingMarkdown(open, cut) });
  }

  /**
   * Returns the best line to cut before that fills at least half of the space, or else the last one; 0 if none fits.
   */
  function bestBoundary(first: number, from: number, room: number): number {
    let best = 0;
    let bestQuality = -1;
    for (let candidate = first; candidate < lines.length; candidate += 1) {
      const length = (starts[candidate] ?? 0) - from;
      if (length > room) break;
      if (length + closingMarkdown(openAt(candidate), "between lines").length > room) continue;
      const quality = length < room / 2 ? 0 : boundaryQuality(lines, openAt(candidate), candidate);
      if (quality >= bestQuality) [best, bestQuality] = [candidate, quality];
    }
    return best;
  }
}

function lineStarts(lines: string[]): number[] {
  let start = 0;
  return lines.map((line) => {
    const own = start;
    start += line.length + 1;
    return own;
  });
}

/** Rates a cut before that line from 1 to 5, 5 for the best. */
function boundaryQuality(lines: string[], { fence, details, tableHead }: OpenElements, line: number): number {
  const previous = lines[line - 1] ?? "";
  const next = lines[line] ?? "";
  if (fence)
    return previous.trimStart().startsWith(fence.marker) || next.trimStart().startsWith(fence.marker) ? 1 : 2;
  if (previous.trim() === "") return details.length > 0 ? 4 : 5;
  const betweenHeadAndBody = tableHead?.endsWith(`${previous}\n`) || (!tableHead && /^[ \t|:-]+$/.test(next));
  return betweenHeadAndBody ? 1 : 3;
}
