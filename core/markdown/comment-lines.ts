import { mailQuotationStart } from "./mail-quotation.ts";
import { leadingSign, type MarkdownToken, parseMarkdown } from "./parse-markdown.ts";
import { createRawHtml, type RawHtml } from "./raw-html.ts";

interface SignLine {
  text: string;
  /** 1-based. */
  line: number;
}

export interface CommentLines {
  /** All lines of the comment, without their line ends. */
  lines: string[];
  /**
   * Lines that start with `/` or `@` at column 0 and that GitHub shows as text of one of the comment's own paragraphs: outside
   * of code, quotes, lists, tables, headings, footnotes, links, math, emphasis and hidden HTML, and before a quoted mail.
   */
  signLines: SignLine[];
  /** 1-based line at which a quoted mail or a signature starts; null if there is none. */
  quotedFrom: number | null;
}

/** A paragraph directly below one of these may belong to it: Markdown parsers disagree about where such blocks end. */
const openEnded = [
  "blockquote_close",
  "bullet_list_close",
  "code_block",
  "footnote_close",
  "ordered_list_close",
  "table_close",
];
/** Ends a paragraph in every parser, in a quotation too. */
const emptyLine = /^(?: {0,3}>)?[ \t]*$/;
/** Incomplete syntax: parsers disagree about what it hides. */
const brokenHtml = /<[!?]/;
/** As a row of a table, such a line is a cell for some parsers and a block of raw HTML for others. */
const htmlLine = /^[ \t>]*</m;
const urlStart = /https?:\/\/|ftp:\/\/|www\./i;
/** The delimiter row of a table, or an attempt at one. */
const tableMark = /^(?=[^\n]*-)(?=[^\n]*[|:])[|: \t-]+$/m;
/** These end a paragraph in the browser: text after them is no longer in it. */
const endsParagraph =
  /^<\/?(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|dd|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hgroup|hr|li|listing|main|menu|nav|ol|p|plaintext|pre|search|section|summary|table|ul|xmp)(?![\w-])/i;

/** Reads the Markdown of a comment or a review. Takes time proportional to the length of the text. */
export function readCommentLines(body: string): CommentLines {
  const lines = body.split(/\r\n|\n|\r/);
  // GitHub's parser skips a byte order mark, so a fence after it is a fence.
  const tokens = parseMarkdown(body.replace(/^\ufeff/, ""));
  const quotation = mailQuotationStart(lines, codeLines(tokens));
  const signLines = shownSigns(tokens, lines)
    .filter((index) => index < (quotation ?? lines.length))
    .map((index) => ({ text: lines[index] ?? "", line: index + 1 }))
    .filter(({ text }) => /^[/@]/.test(text));
  return { lines, signLines, quotedFrom: quotation === null ? null : quotation + 1 };
}

/** Returns the 0-based lines on which one of the signs starts a line of a paragraph's own text. */
function shownSigns(tokens: readonly MarkdownToken[], lines: readonly string[]): number[] {
  const html = createRawHtml();
  const found: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type === "html_block") html.read(token.content);
    const isRow = token.type === "tr_open" && tokens[index - 1]?.type !== "thead_open";
    if (isRow && htmlLine.test(lines[token.map?.[0] ?? 0] ?? "")) html.hideRest();
    if (token.type !== "inline") continue;
    // A paragraph that continues a quotation or a list: as in a row of a table, the HTML may be a block.
    if (tableMark.test(token.content) && htmlLine.test(token.content)) html.hideRest();
    const own = ownSigns(token, html);
    if (isOwnParagraph(tokens, index, lines)) {
      found.push(...linesOf(own, token.content, token.map?.[0] ?? 0));
    }
  }
  return found;
}

function isOwnParagraph(tokens: readonly MarkdownToken[], index: number, lines: readonly string[]): boolean {
  const { level, map, content } = tokens[index] ?? {};
  if (level !== 1 || tokens[index - 1]?.type !== "paragraph_open") return false;
  const lineAbove = lines[(map?.[0] ?? 0) - 1] ?? "";
  const touches = openEnded.includes(tokens[index - 2]?.type ?? "") && !emptyLine.test(lineAbove);
  const next = tokens[index + 2];
  const aboveTable = next?.type === "table_open" && next.map?.[0] === map?.[1];
  return !touches && !aboveTable && !tableMark.test(content ?? "");
}

/** Returns positions in the text of a block, and reads its HTML whatever the block is. */
function ownSigns({ children }: MarkdownToken, html: RawHtml): number[] {
  const positions: number[] = [];
  let ended = false;
  let before = "";
  for (const { type, level, content, meta } of children ?? []) {
    if (type === "html_inline") {
      html.read(content);
      ended ||= endsParagraph.test(content);
    }
    if (type === "text") ended ||= brokenHtml.test(content) || hasMarkupInUrl(content);
    if (type === "code_inline" || type === "math_span") ended ||= endsInUrl(before);
    before = type === "text" ? content : "";
    if (type === leadingSign && level === 0 && !ended && !html.hides()) positions.push(Number(meta?.at));
  }
  return positions;
}

/** GitHub's link extends to the next space or `<`, so a backtick or `$` in it opens nothing. Here it would. */
function endsInUrl(text: string): boolean {
  return urlStart.test(text.split(/\s/).at(-1) ?? "");
}

/** GitHub's link takes the backslash before the markup, which is then no longer escaped. */
function hasMarkupInUrl(text: string): boolean {
  return text.split(/\s/).some((word) => {
    const start = word.search(urlStart);
    return start >= 0 && /[<`]/.test(word.slice(start));
  });
}

function linesOf(positions: readonly number[], text: string, first: number): number[] {
  let line = first;
  let from = 0;
  return positions.map((at) => {
    for (; from < at; from += 1) if (text[from] === "\n") line += 1;
    return line;
  });
}

function codeLines(tokens: readonly MarkdownToken[]): Set<number> {
  const found = new Set<number>();
  for (const { type, map } of tokens) {
    if (type !== "fence" && type !== "code_block") continue;
    for (let line = map?.[0] ?? 0; line < (map?.[1] ?? 0); line += 1) found.add(line);
  }
  return found;
}
