import { backtickRun, codeSpanEnds, longestCodeMarker } from "./code-span.ts";

const allowedTag =
  /<(?:\/?(?:details|summary|b|i|em|strong|sub|sup|kbd|del|ins|code)|details open|br ?\/?)>/iy;
const wrappedMention = /<code>@(?:[A-Za-z0-9][A-Za-z0-9-]*(?:\/[A-Za-z0-9._-]+)?)?<\/code>/y;
const autolink = /<https?:\/\/[^\s<>`@\\]*>/iy;
const bareUrl = /(?:https?:\/\/|ftp:\/\/|www\.)(?:[^\s<>"'`()[\]|\\&!]|&(?!lt;)|!(?!\[))*/iy;
const notBlank = /[^ \t]*/y;
const atEntity = /&(?:#0*64|#x0*40|commat);/iy;
const anyAt = /@|&(?:#0*64|#x0*40|commat);/gi;
const mentionName = /[A-Za-z0-9][A-Za-z0-9-]*(?:\/[A-Za-z0-9._-]+)?|(?=&(?!lt;))/y;
const special = /[`\\<@&!hfw]/gi;

interface Block {
  /** Whether GitHub certainly sees the same code spans as the functions here. */
  certain: boolean;
}

interface Line {
  text: string;
  block: Block;
  endOfSpan: (start: number) => number;
  /** Where the last link ends for GitHub. */
  linkEnd: number;
}

/** What to write in place of a token, and where the token ends. */
type Replacement = [text: string, end: number];

/**
 * Makes the lines of one block (without empty lines and fences) harmless. `@mentions` go into `<code>`, which GitHub's
 * mention filter skips and which, unlike backticks, cannot pair with a backtick next to it. Tags that are not allowed are
 * shown as text. Images, which a browser loads without asking, become links. `/command` at column 0 gets a backslash.
 * Code spans stay as they are as long as GitHub certainly sees the same spans. After anything uncertain (an unpaired
 * run of backticks, a tag, or a pipe in a span, where a table would split it), the rest of the block is treated as text:
 * text mistaken for code would be active, code mistaken for text is only ugly.
 */
export function neutralizeBlock(lines: string[]): string[] {
  const block = { certain: true };
  return lines.map((text) => neutralizeLine({ text, block, endOfSpan: codeSpanEnds(text), linkEnd: 0 }));
}

function neutralizeLine(line: Line): string {
  const { text } = line;
  let out = "";
  let last = "";
  let at = 0;
  while (at < text.length) {
    special.lastIndex = at;
    const next = special.exec(text)?.index ?? text.length;
    out += text.slice(at, next);
    if (next === text.length) break;
    if (next > at) last = text.charAt(next - 1);
    const [replacement, end] = replaceToken(line, next, last);
    out += replacement;
    last = replacement.at(-1) ?? last;
    at = end;
  }
  return out.startsWith("/") ? `\\${out}` : out;
}

/** `before` is the last character written. */
function replaceToken(line: Line, at: number, before: string): Replacement {
  const { text } = line;
  switch (text[at]) {
    case "`":
      return replaceCodeSpan(line, at);
    case "\\":
      return replaceBackslashes(line, at);
    case "<":
      return replaceTag(line, at);
    case "@":
      return replaceMention(text, at + 1, before);
    case "&": {
      const entity = matchAt(atEntity, text, at);
      return entity ? replaceMention(text, at + entity.length, before) : ["&", at + 1];
    }
    case "!":
      return text[at + 1] === "[" ? ["\\![", at + 2] : ["!", at + 1];
    default:
      return replaceUrl(line, at);
  }
}

function replaceCodeSpan({ text, block, endOfSpan }: Line, at: number): Replacement {
  const run = backtickRun(text, at);
  const end = block.certain && run <= longestCodeMarker ? endOfSpan(at) : -1;
  if (end >= 0 && !text.slice(at, end).includes("|")) return [text.slice(at, end), end];
  block.certain = false;
  return [text.slice(at, at + run), at + run];
}

function replaceBackslashes({ text, block }: Line, at: number): Replacement {
  let end = at;
  while (text[end] === "\\") end += 1;
  const run = text.slice(at, end);
  const escapes = run.length % 2 === 1;
  const next = text[end];
  const sign = next === "@" ? "@" : matchAt(atEntity, text, end);
  if (sign) {
    const [mentioned, after] = replaceMention(text, end + sign.length, "");
    return mentioned === "@" ? [`${run}@`, after] : [mentioned, after];
  }
  if (escapes && next === "<") return [`${run.slice(1)}&lt;`, end + 1];
  if (escapes && next === "!") return [`${run}!`, end + 1];
  if (escapes && next === "`") block.certain = false;
  return [run, end];
}

/** GitHub's link extends to the next space. A backtick in it opens no code span. */
function replaceUrl(line: Line, at: number): Replacement {
  const { text } = line;
  const url = matchAt(bareUrl, text, at);
  if (url === null) return [text.charAt(at), at + 1];
  if (at >= line.linkEnd) {
    const link = matchAt(notBlank, text, at) ?? "";
    line.linkEnd = at + link.length;
    if (link.includes("`")) line.block.certain = false;
  }
  return [url.replace(anyAt, "%40"), at + url.length];
}

function replaceTag({ text, block }: Line, at: number): Replacement {
  const harmless = matchAt(wrappedMention, text, at) ?? matchAt(autolink, text, at);
  if (harmless) return [harmless, at + harmless.length];
  const allowed = matchAt(allowedTag, text, at);
  if (allowed) {
    block.certain = false;
    return [allowed, at + allowed.length];
  }
  return [/[A-Za-z/!?]/.test(text[at + 1] ?? "") ? "&lt;" : "<", at + 1];
}

function replaceMention(text: string, nameStart: number, before: string): Replacement {
  const name = matchAt(mentionName, text, nameStart);
  const partOfAddress = /[A-Za-z0-9]/.test(before);
  if (name === null || partOfAddress) return ["@", nameStart];
  return [`<code>@${name}</code>`, nameStart + name.length];
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
