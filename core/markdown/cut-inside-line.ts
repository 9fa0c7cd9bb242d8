import { codeSpanAround } from "./code-span.ts";

/** Number of characters to look back for a space. */
const reach = 400;
const wrappedMention = "<code>@";

/**
 * Returns where to cut a line that is longer than a part: after `start`, at most at `end`, if possible after a space and
 * outside code spans. Never cuts inside a surrogate pair or a wrapped mention, nor so that the rest starts with a mention
 * or, in a code block, like a fence or a command.
 */
export function cutInsideLine(line: string, start: number, end: number, inCodeBlock: boolean): number {
  const earliest = Math.max(start + 1, end - reach);
  const cut = inCodeBlock ? end : textCut(line, earliest, end);
  const unsafe = inCodeBlock ? /[`~ \t/]/ : /@/;
  let safe = cut;
  while (
    safe > earliest &&
    (isLowSurrogate(line, safe) || unsafe.test(line.charAt(safe)) || touchesBacktickInCode(safe))
  )
    safe -= 1;
  return isLowSurrogate(line, safe) ? safe + 1 : safe;

  /** A marker added next to a backtick would become a longer marker. */
  function touchesBacktickInCode(at: number): boolean {
    const touches = line[at - 1] === "`" || line[at] === "`";
    return !inCodeBlock && touches && codeSpanAround(line, at) !== null;
  }
}

function textCut(line: string, earliest: number, end: number): number {
  const blank = line.lastIndexOf(" ", end - 1);
  const cut = blank >= earliest ? blank + 1 : end;
  const mention = line.lastIndexOf(wrappedMention, cut);
  if (mention >= earliest && line.indexOf("</code>", mention) + "</code>".length > cut) return mention;
  const span = codeSpanAround(line, cut);
  return span && span.start >= earliest ? span.start : cut;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
