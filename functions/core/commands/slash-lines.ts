import { createBlockScanner } from "./block-scanner.ts";
import { closesComment, leavesCommentOpen } from "./html-comment.ts";

export interface SlashLine {
  text: string;
  /** 1-based. */
  line: number;
}

/**
 * The lines of a Markdown text that begin with `/` at column 0 and that a reader sees as text: outside fenced
 * code, quotes and HTML comments. One pass, whatever the text.
 */
export function slashLines(body: string): SlashLine[] {
  const scan = createBlockScanner();
  const found: SlashLine[] = [];
  // A `<!--` inside a paragraph is a comment only when the same paragraph closes it: until then,
  // the lines found from this index on are not certain.
  let uncertainFrom: number | null = null;

  for (const [index, text] of body.split(/\r\n|\n|\r/).entries()) {
    const paragraph = scan(text);
    if (!paragraph?.continued) uncertainFrom = null;
    if (paragraph === null) continue;

    if (uncertainFrom !== null && closesComment(text)) {
      found.length = uncertainFrom;
      uncertainFrom = null;
    } else if (text.startsWith("/")) {
      found.push({ text, line: index + 1 });
    }
    if (uncertainFrom === null && leavesCommentOpen(text)) uncertainFrom = found.length;
  }
  return found;
}
