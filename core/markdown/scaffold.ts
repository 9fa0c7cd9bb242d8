import type { MarkdownState } from "./state.ts";

/** Deeper nesting than this is closed by the browser, not by us: scaffolding must not outgrow the text. */
const deepest = 3;

/** Where a cut is: between two lines, inside of one, or at the end of a text with or without a last newline. */
export type Cut = "between lines" | "inside a line" | "at the end";

/** What closes everything that is open at a cut. */
export function closingScaffold({ fence, details, codeMarker }: MarkdownState, cut: Cut): string {
  const ellipsis = cut === "inside a line" ? `${codeMarker ?? ""} …\n` : "";
  const tail = fence ? closingFence(fence.marker, cut) : ellipsis;
  return tail + "\n</details>\n".repeat(Math.min(details.length, deepest));
}

const closingFence = (marker: string, cut: Cut): string =>
  cut === "between lines" ? `${marker}\n` : `\n${marker}\n`;

/** What a cut inside of a line costs at most, without a fence. */
export const longestClosing = 12 + deepest * "\n</details>\n".length;

/** What opens it again at the start of the next part. */
export function reopeningScaffold(state: MarkdownState, cut: Cut, roomForHeads: number): string {
  const details = state.details
    .slice(0, deepest)
    .map((summary) => `<details>\n<summary>${summary}</summary>\n\n`)
    .join("");
  return details + insideDetails(state, cut, roomForHeads);
}

function insideDetails({ fence, tableHead, codeMarker }: MarkdownState, cut: Cut, room: number): string {
  if (fence) {
    const line = fence.marker + fence.info;
    return `${line.length < room ? line : fence.marker}\n`;
  }
  // Not at column 0: the rest of a line must not become a command or a fence.
  if (cut === "inside a line") return `… ${codeMarker ?? ""}`;
  return tableHead && tableHead.length < room ? tableHead : "";
}
