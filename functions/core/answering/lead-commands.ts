import { backtickRun, codeSpanEnd } from "../markdown/code-span.ts";
import { type Fence, fenceAfter } from "../markdown/fences.ts";

/** Stands before a command that would begin its line; a line is not broken behind it. */
const lead = "›\u00a0";

/** Quotation marks, list markers, boxes of tasks, marks of headings and footnotes: gone where Markdown is made text. */
const blockMarks =
  /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])|#{1,6}(?=[ \t])|\[[ xX]\](?=[ \t])|\[\^[^\]\s]{1,99}\]:))*[ \t]*/;
const command = /(?:\/|&#0*47;|&#x0*2f;|&sol;)(?:[A-Za-z][A-Za-z0-9-]*(?![A-Za-z0-9/-])|&)/iy;
const codeLine = /^\s*(?=\/[A-Za-z][A-Za-z0-9-]*(?:\s|$))/;
const lineEnd = /(?:\||<\/?(?:br|details|summary|div|p|li|td|th|tr|h\d)\b[^<>]*>)/iy;
/** What a reader of the plain text does not see. */
const unseen = /(?:<[A-Za-z/][^<>]*>|&(?:[A-Za-z]+|#\w+);|[*_~`[\]\\!])/y;

/**
 * Makes sure that a text of ours gives no command when a mail program sends it back without marks of quotation: no
 * line, table cell or list item begins with `/name`, not even when its Markdown is made plain text, and no line is
 * broken right before one. Idempotent.
 */
export function leadCommands(markdown: string): string {
  let fence: Fence | null = null;
  return markdown
    .split("\n")
    .map((line) => {
      const before = fence;
      fence = fenceAfter(line, before);
      if (before !== null) return line.replace(codeLine, (indent) => indent + lead);
      return fence !== null ? line : leadInLine(line);
    })
    .join("\n");
}

function leadInLine(line: string): string {
  let done = blockMarks.exec(line)?.[0] ?? "";
  /** The white space before the word that is being read, and what of the word is read: marks before a command too. */
  let gap = "";
  let word = "";
  let seen = false;
  let seenInWord = false;

  function endWord(nextGap: string): void {
    done += gap + word;
    gap = nextGap;
    word = "";
    seenInWord = false;
  }

  function startCommand(): void {
    if (!seen) word = lead + word;
    else if (!seenInWord) gap = gap.replace(/[ \t]$/, "\u00a0");
  }

  for (let at = done.length; at < line.length; ) {
    const { text, kind } = nextToken(line, at);
    at += text.length;
    if (kind === "end") {
      endWord("");
      done += text;
      seen = false;
    } else if (kind === "space") endWord(text);
    else {
      if (kind === "command") startCommand();
      word += text;
      seenInWord ||= kind !== "unseen";
      seen ||= seenInWord;
    }
  }
  return done + gap + word;
}

interface LineToken {
  text: string;
  kind: "end" | "command" | "text" | "space" | "unseen";
}

function nextToken(line: string, at: number): LineToken {
  const end = matchAt(lineEnd, line, at);
  if (end !== "") return { text: end, kind: "end" };
  const found = matchAt(command, line, at);
  if (found !== "") return { text: found, kind: "command" };
  const character = line.charAt(at);
  if (/\s/.test(character)) return { text: character, kind: "space" };
  if (character === "`") return codeToken(line, at);
  const hidden = matchAt(unseen, line, at);
  return hidden === "" ? { text: character, kind: "text" } : { text: hidden, kind: "unseen" };
}

/** A code span, or the marks of none. */
function codeToken(line: string, at: number): LineToken {
  const end = codeSpanEnd(line, at);
  if (end < 0) return { text: line.slice(at, at + backtickRun(line, at)), kind: "unseen" };
  const text = line.slice(at, end);
  const isCommand = matchAt(command, text.replace(/^`+ */, ""), 0) !== "";
  return { text, kind: isCommand ? "command" : "text" };
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
