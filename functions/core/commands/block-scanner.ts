import {
  closesFence,
  isHeading,
  isHeadingUnderline,
  isThematicBreak,
  listMarker,
  mayInterruptParagraph,
  openingFence,
} from "./block-marks.ts";
import { closesComment, leavesCommentOpen } from "./html-comment.ts";
import { createLineCursor, type LineCursor, lookAhead, skipCharacters, skipColumns } from "./line-cursor.ts";

/** A list item has a width: the columns that its lines are indented by. */
type Container = "quote" | { width: number };
/** What the next line may belong to. */
type Leaf = { kind: "paragraph" | "comment" } | { kind: "fence"; fence: string };

/** A line of a paragraph outside quotes, fences and comments; `continued` when the line before belongs to it. */
export type ParagraphLine = { continued: boolean };

const paragraph: Leaf = { kind: "paragraph" };

/** Deeper nesting is taken for one quote, which hides it: it keeps the work per line bounded by its length. */
const maximumDepth = 16;

function matchContainers(containers: readonly Container[], cursor: LineCursor): number {
  let matched = 0;
  for (const container of containers) {
    const { indent, rest } = lookAhead(cursor);
    if (container === "quote") {
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
  return { width: indent + marker.length + padding };
}

/**
 * Reads a Markdown text line by line, following CommonMark's block structure: quotes and lists as containers,
 * fences, comments and paragraphs in them. A line without `>` that continues a quoted paragraph ("lazy
 * continuation") is rendered inside the quote, and so it is hidden: null. Other HTML is read as a paragraph.
 */
export function createBlockScanner(): (line: string) => ParagraphLine | null {
  const containers: Container[] = [];
  let leaf: Leaf | null = null;

  function isBuried(): boolean {
    return containers.length > maximumDepth;
  }

  function openContainers(cursor: LineCursor): void {
    while (!isBuried()) {
      const { indent, rest } = lookAhead(cursor);
      if (indent > 3) return;
      const marker = isThematicBreak(rest) ? null : listMarker(rest);
      const item = marker !== null && (leaf?.kind !== "paragraph" || mayInterruptParagraph(marker, rest));
      if (!item && !rest.startsWith(">")) return;
      if (containers.length === maximumDepth) containers.push("quote");
      else if (item) containers.push(enterItem(cursor, indent, marker));
      else {
        containers.push("quote");
        enterQuote(cursor, indent);
      }
      leaf = null;
    }
  }

  /** The block of a line, from the place where no further container opens; null for one that ends with its line. */
  function blockOf(indent: number, rest: string, continues: boolean): Leaf | null {
    if (rest === "") return null;
    if (indent > 3) return continues ? paragraph : null;
    const fence = openingFence(rest);
    if (fence !== null) return { kind: "fence", fence };
    if ((isBuried() || rest.startsWith("<")) && leavesCommentOpen(rest)) return { kind: "comment" };
    if (rest.startsWith("<!--") || isHeading(rest) || isThematicBreak(rest)) return null;
    return leaf?.kind === "paragraph" && isHeadingUnderline(rest) ? null : paragraph;
  }

  return (line) => {
    if (leaf?.kind === "comment") {
      // A comment hides what follows it even where its list or quote has ended: browsers know no Markdown.
      if (closesComment(line) && !leavesCommentOpen(line)) leaf = null;
      return null;
    }

    const cursor = createLineCursor(line);
    const matched = matchContainers(containers, cursor);
    if (leaf?.kind === "fence" && matched === containers.length) {
      const { indent, rest } = lookAhead(cursor);
      if (indent <= 3 && closesFence(rest, leaf.fence)) leaf = null;
      return null;
    }

    const wasParagraph = leaf?.kind === "paragraph";
    const open = containers.splice(matched);
    if (open.length > 0) leaf = null;
    const before = containers.length;
    openContainers(cursor);

    const { indent, rest } = lookAhead(cursor);
    const continues = wasParagraph && containers.length === before;
    leaf = blockOf(indent, rest, continues);
    if (leaf?.kind !== "paragraph") return null;
    if (continues) containers.push(...open);
    return containers.includes("quote") ? null : { continued: continues };
  };
}
