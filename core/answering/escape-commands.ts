import { slugOf } from "../commands/parse-comment.ts";
import { backtickRun, codeSpanEnds } from "../markdown/code-span.ts";
import { type Fence, fenceAfter } from "../markdown/fences.ts";

/** Inserted before a command that would start its line; no line break is possible after it. */
const escapeMark = "›\u00a0";

/** Markers of quotes, lists, tasks, headings and footnotes, which plain text omits. */
const blockMarks =
  /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])|#{1,6}(?=[ \t])|\[[ xX]\](?=[ \t])|\[\^[^\]\s]{1,99}\]:))*[ \t]*/;
/** A slash and a name, or a mention of anyone: markup in its name could hide that it is the App's. */
const command =
  /(?:\/|&#0*47;|&#x0*2f;|&sol;)(?:[A-Za-z][A-Za-z0-9-]*(?![A-Za-z0-9/-])|&)|(?:@|&#0*64;|&#x0*40;|&commat;)(?=[^\s|])/iy;
const codeLine = /^\s*(?=\/[A-Za-z][A-Za-z0-9-]*(?:\s|$))/;
/** A line of code such as `@Override public` mentions no user, so only the App's own name counts there. */
const mentionInCode = (app: string) => new RegExp(`^\\s*(?=@${app}(?:\\[bot\\])?\\s+[A-Za-z])`, "i");
const lineEnd = /(?:\||<\/?(?:br|details|summary|div|p|li|td|th|tr|h\d)\b[^<>]*>)/iy;
/** Omitted in plain text. */
const unseen = /(?:<[A-Za-z/][^<>]*>|&(?:[A-Za-z]+|#\w+);|[*_~`[\]\\!])/y;

/**
 * Escapes the commands in a text of ours, which a mail program may send back without quotation marks: no line, table
 * cell or list item starts with `/name` or a mention, even as plain text, and no line break is possible before one. In
 * code, only mentions of the App with this login count; null if no mention is in the text. Idempotent.
 */
export function escapeCommands(markdown: string, appLogin: string | null = null): string {
  const inCode = appLogin === null ? [codeLine] : [codeLine, mentionInCode(slugOf(appLogin))];
  let fence: Fence | null = null;
  return markdown
    .split("\n")
    .map((line) => {
      const before = fence;
      fence = fenceAfter(line, before);
      if (before !== null) return escapeCode(line, inCode);
      return fence !== null ? line : escapeLine(line);
    })
    .join("\n");
}

function escapeCode(line: string, starts: readonly RegExp[]): string {
  return starts.reduce((text, start) => text.replace(start, (indent) => indent + escapeMark), line);
}

function escapeLine(line: string): string {
  const endOfSpan = codeSpanEnds(line);
  let done = blockMarks.exec(line)?.[0] ?? "";
  /** White space before the current word, and the part of the word read so far with the marks before a command. */
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
    if (!seen) word = escapeMark + word;
    else if (!seenInWord) gap = gap.replace(/[ \t]$/, "\u00a0");
  }

  for (let at = done.length; at < line.length; ) {
    const { text, kind } = nextToken(line, at, endOfSpan);
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

function nextToken(line: string, at: number, endOfSpan: (start: number) => number): LineToken {
  const end = matchAt(lineEnd, line, at);
  if (end !== "") return { text: end, kind: "end" };
  const found = matchAt(command, line, at);
  if (found !== "") return { text: found, kind: "command" };
  const character = line.charAt(at);
  if (/\s/.test(character)) return { text: character, kind: "space" };
  if (character === "`") return codeToken(line, at, endOfSpan(at));
  const hidden = matchAt(unseen, line, at);
  return hidden === "" ? { text: character, kind: "text" } : { text: hidden, kind: "unseen" };
}

/** A code span, or unmatched backticks. */
function codeToken(line: string, at: number, end: number): LineToken {
  if (end < 0) return { text: line.slice(at, at + backtickRun(line, at)), kind: "unseen" };
  const text = line.slice(at, end);
  const isCommand = matchAt(command, text.replace(/^`+ */, ""), 0) !== "";
  return { text, kind: isCommand ? "command" : "text" };
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}
