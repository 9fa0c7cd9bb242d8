import MarkdownIt, { type StateInline, type Token } from "markdown-it";
import { footnoteDefinition } from "./footnote-definition.ts";
import { mathSpan } from "./math-span.ts";

/** Marks a slash that is the first character of its line; `meta.at` is its position in the inline token's text. */
export const lineStart = "line_start";

const reader = new MarkdownIt({ html: true });
// GitHub finds a table by its second line, so any other block that its first line begins wins. Here tables come first.
const [table] = reader.block.ruler.getRules("");
if (!table) throw new Error("markdown-it has no rules");
reader.block.ruler.disable("table");
reader.block.ruler.before("lheading", "later_table", table, { alt: ["paragraph", "reference"] });
reader.block.ruler.before("reference", "footnote_definition", footnoteDefinition, {
  alt: ["paragraph", "reference"],
});
reader.inline.ruler.before("text", lineStart, slashAtLineStart);
reader.inline.ruler.before("escape", "math_span", mathSpan);

/** Reads Markdown as GitHub does: CommonMark with tables, strikethrough, footnotes, math and HTML. */
export function markdownTokens(text: string): Token[] {
  return reader.parse(text, {});
}

function slashAtLineStart(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (silent || src[pos] !== "/" || (pos > 0 && src[pos - 1] !== "\n")) return false;
  state.push(lineStart, "", 0).meta = { at: pos };
  state.pos += 1;
  return true;
}
