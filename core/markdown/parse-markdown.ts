import MarkdownIt, { type StateBlock, type StateInline, type Token } from "markdown-it";

export type MarkdownToken = Token;

/** Type of the token for a `/` or `@` that is the first character of its line; `meta.at` is its position in the inline text. */
export const leadingSign = "leading_sign";

const footnoteLabel = /\[\^[^\]\s]+\]:[ \t]*/y;
/** Columns by which the further lines of a footnote are indented. */
const footnoteIndent = 4;
const inlineMath = /(?<=^|[\s([{])\$(?![\s$])[^$]*(?<![\s\\])\$(?!\w)/y;

const parser = new MarkdownIt({ html: true });
// GitHub finds a table by its second line, so any other block that its first line begins wins. Here tables come first.
const [table] = parser.block.ruler.getRules("");
if (!table) throw new Error("markdown-it has no rules");
parser.block.ruler.disable("table");
parser.block.ruler.before("lheading", "later_table", table, { alt: ["paragraph", "reference"] });
parser.block.ruler.before("reference", "footnote_definition", footnoteDefinition, {
  alt: ["paragraph", "reference"],
});
parser.inline.ruler.before("text", leadingSign, signAtLineStart);
parser.inline.ruler.before("escape", "math_span", mathSpan);

/** Parses Markdown as GitHub does: CommonMark with tables, strikethrough, footnotes, math and HTML. */
export function parseMarkdown(text: string): MarkdownToken[] {
  return parser.parse(text, {});
}

/** Block rule: `[^1]: text`, a container like a list item. GitHub shows it at the end of the comment. */
function footnoteDefinition(state: StateBlock, line: number, endLine: number, silent: boolean): boolean {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  footnoteLabel.lastIndex = start;
  const isCode = (state.sCount[line] ?? 0) - state.blkIndent >= footnoteIndent;
  if (isCode || !footnoteLabel.test(state.src)) return false;
  if (silent) return true;

  const before = {
    mark: state.bMarks[line] ?? 0,
    shift: state.tShift[line] ?? 0,
    columns: state.sCount[line] ?? 0,
    parent: state.parentType,
  };
  state.push("footnote_open", "", 1);
  state.bMarks[line] = footnoteLabel.lastIndex;
  state.tShift[line] = 0;
  state.blkIndent += footnoteIndent;
  state.sCount[line] = state.blkIndent;
  state.parentType = "footnote";
  state.md.block.tokenize(state, line, endLine);
  state.parentType = before.parent;
  state.blkIndent -= footnoteIndent;
  state.sCount[line] = before.columns;
  state.tShift[line] = before.shift;
  state.bMarks[line] = before.mark;
  state.push("footnote_close", "", -1);
  return true;
}

/** Inline rule: marks the slash or at sign at the start of a line. */
function signAtLineStart(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (silent || (src[pos] !== "/" && src[pos] !== "@") || (pos > 0 && src[pos - 1] !== "\n")) return false;
  state.push(leadingSign, "", 0).meta = { at: pos };
  state.pos += 1;
  return true;
}

/** Inline rule: `$…$` and `$$…$$`, over several lines too. GitHub shows a formula there. */
function mathSpan(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== "$") return false;
  const end = src[pos + 1] === "$" ? displayMathEnd(src, pos) : inlineMathEnd(src, pos);
  if (end === null) return false;
  if (!silent) state.push("math_span", "", 0);
  state.pos = end;
  return true;
}

function inlineMathEnd(text: string, start: number): number | null {
  inlineMath.lastIndex = start;
  return inlineMath.test(text) ? inlineMath.lastIndex : null;
}

function displayMathEnd(text: string, start: number): number | null {
  const end = text.indexOf("$$", start + 2);
  return end === -1 ? null : end + 2;
}
