import {
  closesFence,
  type Fence,
  isHeading,
  isHeadingUnderline,
  isThematicBreak,
  listMarker,
  mayInterruptParagraph,
  openingFence,
} from "./block-marks.ts";
import { afterComment, leavesCommentOpen } from "./html-comment.ts";
import { createLineCursor, type LineCursor, lookAhead, skipCharacters, skipColumns } from "./line-cursor.ts";

type Container = { kind: "quote" } | { kind: "item"; width: number };
type Leaf = { kind: "none" | "paragraph" | "comment" } | { kind: "fence"; fence: Fence };

/** `text`: a paragraph outside quotes, fences and comments; `continued` when the line before belongs to it. */
export type LineKind = { text: boolean; continued: boolean };

const hidden: LineKind = { text: false, continued: false };
const none: Leaf = { kind: "none" };

/** Deeper nesting is taken for one quote, which hides it: it keeps the work per line bounded by its length. */
const maximumDepth = 16;

function matchContainers(containers: readonly Container[], cursor: LineCursor): number {
  if (/^[ \t]*$/.test(cursor.text)) {
    const quote = containers.findIndex(({ kind }) => kind === "quote");
    return quote < 0 ? containers.length : quote;
  }
  let matched = 0;
  for (const container of containers) {
    const { indent, rest } = lookAhead(cursor);
    if (container.kind === "quote") {
      if (indent > 3 || !rest.startsWith(">")) break;
      enterQuote(cursor, indent);
    } else if (rest !== "") {
      if (indent < container.width) break;
      skipColumns(cursor, container.width);
    }
    matched += 1;
  }
  return matched;
}

function enterQuote(cursor: LineCursor, indent: number): void {
  skipColumns(cursor, indent);
  skipCharacters(cursor, 1);
  skipColumns(cursor, 1);
}

function enterItem(cursor: LineCursor, indent: number, marker: string): Container {
  skipColumns(cursor, indent);
  skipCharacters(cursor, marker.length);
  const after = lookAhead(cursor);
  const padding = after.rest === "" || after.indent > 4 ? 1 : after.indent;
  skipColumns(cursor, padding);
  return { kind: "item", width: indent + marker.length + padding };
}

/**
 * Reads a Markdown text line by line, following CommonMark's block structure: quotes and lists as containers,
 * fences, comments and paragraphs in them. A line without `>` that continues a quoted paragraph ("lazy
 * continuation") is rendered inside the quote, and so it is not `text`. Other HTML is read as a paragraph.
 */
export function createBlockScanner(): (line: string) => LineKind {
  const containers: Container[] = [];
  let leaf: Leaf = none;

  function isBuried(): boolean {
    return containers.length > maximumDepth;
  }

  function openContainers(cursor: LineCursor): void {
    while (!isBuried()) {
      const { indent, rest } = lookAhead(cursor);
      if (indent > 3) return;
      const marker = isThematicBreak(rest) ? null : listMarker(rest);
      const item = marker !== null && (leaf.kind !== "paragraph" || mayInterruptParagraph(marker, rest));
      if (!item && !rest.startsWith(">")) return;
      if (containers.length === maximumDepth) containers.push({ kind: "quote" });
      else if (item) containers.push(enterItem(cursor, indent, marker));
      else {
        containers.push({ kind: "quote" });
        enterQuote(cursor, indent);
      }
      leaf = none;
    }
  }

  function paragraphLine(continued: boolean): LineKind {
    leaf = { kind: "paragraph" };
    const quoted = containers.some((container) => container.kind === "quote");
    return quoted ? hidden : { text: true, continued };
  }

  /** A block that is no paragraph, from the place where no further container opens; null for text. */
  function otherBlock(indent: number, rest: string, lazy: boolean): Leaf | null {
    if (rest === "") return none;
    if (indent > 3) return lazy || leaf.kind === "paragraph" ? null : none;
    const fence = openingFence(rest);
    if (fence !== null) return { kind: "fence", fence };
    if ((isBuried() || rest.startsWith("<")) && leavesCommentOpen(rest)) return { kind: "comment" };
    if (rest.startsWith("<!--") || isHeading(rest) || isThematicBreak(rest)) return none;
    return leaf.kind === "paragraph" && isHeadingUnderline(rest) ? none : null;
  }

  return (line) => {
    if (leaf.kind === "comment") {
      // A comment hides what follows it even where its list or quote has ended: browsers know no Markdown.
      const rest = afterComment(line);
      if (rest !== null && !leavesCommentOpen(rest)) leaf = none;
      return hidden;
    }

    const cursor = createLineCursor(line);
    const matched = matchContainers(containers, cursor);
    if (leaf.kind === "fence" && matched === containers.length) {
      const { indent, rest } = lookAhead(cursor);
      if (indent <= 3 && closesFence(rest, leaf.fence)) leaf = none;
      return hidden;
    }

    const wasParagraph = leaf.kind === "paragraph";
    const open = containers.splice(matched);
    if (open.length > 0) leaf = none;
    const before = containers.length;
    openContainers(cursor);

    const { indent, rest } = lookAhead(cursor);
    const lazy = wasParagraph && open.length > 0 && containers.length === before;
    const block = otherBlock(indent, rest, lazy);
    if (block !== null) {
      leaf = block;
      return hidden;
    }
    if (lazy) containers.push(...open);
    return paragraphLine(lazy || leaf.kind === "paragraph");
  };
}
