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

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/**
 * Makes the lines of one block (without empty lines and fences) harmless. `@mentions` go into `<code>`, which GitHub's
 * mention filter skips and which, unlike backticks, cannot pair with a backtick next to it. Tags that are not allowed are
 * shown as text. Images, which a browser loads without asking, become links. `/command` at column 0 gets a backslash.
 * Code spans stay as they are as long as GitHub certainly sees the same spans. After anything uncertain (an unpaired
 * run of backticks, a tag, or a pipe in a span, where a table would split it), the rest of the block is treated as text:
 * text mistaken for code would be active, code mistaken for text is only ugly.
 */
export function neutralizeBlock(lines: string[]): string[] {
  let certain = true;
  let linkEnd = 0;
  let endOfSpan = codeSpanEnds("");

  function neutralizeLine(line: string): string {
    let out = "";
    let last = "";
    let at = 0;
    linkEnd = 0;
    endOfSpan = codeSpanEnds(line);
    while (at < line.length) {
      special.lastIndex = at;
      const next = special.exec(line)?.index ?? line.length;
      out += line.slice(at, next);
      if (next === line.length) break;
      if (next > at) last = line.charAt(next - 1);
      const [replacement, end] = token(line, next, last);
      out += replacement;
      last = replacement.at(-1) ?? last;
      at = end;
    }
    return out.startsWith("/") ? `\\${out}` : out;
  }

  /** Returns the replacement of the token at `at`, and where the token ends; `before` is the last character kept. */
  function token(line: string, at: number, before: string): [replacement: string, end: number] {
    switch (line[at]) {
      case "`":
        return codeSpan(line, at);
      case "\\":
        return backslashes(line, at);
      case "<":
        return tag(line, at);
      case "@":
        return mention(line, at + 1, before);
      case "&": {
        const entity = matchAt(atEntity, line, at);
        return entity ? mention(line, at + entity.length, before) : ["&", at + 1];
      }
      case "!":
        return line[at + 1] === "[" ? ["\\![", at + 2] : ["!", at + 1];
      default:
        return url(line, at);
    }
  }

  function codeSpan(line: string, at: number): [string, number] {
    const run = backtickRun(line, at);
    const end = certain && run <= longestCodeMarker ? endOfSpan(at) : -1;
    if (end >= 0 && !line.slice(at, end).includes("|")) return [line.slice(at, end), end];
    certain = false;
    return [line.slice(at, at + run), at + run];
  }

  function backslashes(line: string, at: number): [string, number] {
    let end = at;
    while (line[end] === "\\") end += 1;
    const run = line.slice(at, end);
    const escapes = run.length % 2 === 1;
    const next = line[end];
    const sign = next === "@" ? "@" : matchAt(atEntity, line, end);
    if (sign) {
      const [mentioned, after] = mention(line, end + sign.length, "");
      return mentioned === "@" ? [`${run}@`, after] : [mentioned, after];
    }
    if (escapes && next === "<") return [`${run.slice(1)}&lt;`, end + 1];
    if (escapes && next === "!") return [`${run}!`, end + 1];
    if (escapes && next === "`") certain = false;
    return [run, end];
  }

  /** GitHub's link extends to the next space. A backtick in it opens no code span. */
  function url(line: string, at: number): [string, number] {
    const found = matchAt(bareUrl, line, at);
    if (found === null) return [line.charAt(at), at + 1];
    if (at >= linkEnd) {
      const link = matchAt(notBlank, line, at) ?? "";
      linkEnd = at + link.length;
      if (link.includes("`")) certain = false;
    }
    return [found.replace(anyAt, "%40"), at + found.length];
  }

  function tag(line: string, at: number): [string, number] {
    const harmless = matchAt(wrappedMention, line, at) ?? matchAt(autolink, line, at);
    if (harmless) return [harmless, at + harmless.length];
    const allowed = matchAt(allowedTag, line, at);
    if (allowed) {
      certain = false;
      return [allowed, at + allowed.length];
    }
    return [/[A-Za-z/!?]/.test(line[at + 1] ?? "") ? "&lt;" : "<", at + 1];
  }

  function mention(line: string, nameStart: number, before: string): [string, number] {
    const name = matchAt(mentionName, line, nameStart);
    const partOfAddress = /[A-Za-z0-9]/.test(before);
    if (name === null || partOfAddress) return ["@", nameStart];
    return [`<code>@${name}</code>`, nameStart + name.length];
  }

  return lines.map(neutralizeLine);
}
