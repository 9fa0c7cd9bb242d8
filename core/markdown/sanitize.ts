import { closesFence } from "./fences.ts";
import { dedent, type HoistedFence, hoistFence } from "./hoisted-fence.ts";
import { stripInvisible } from "./invisible.ts";
import { neutralizeBlock } from "./neutralize-inline.ts";
import { commentStripper } from "./strip-comments.ts";

const isBlank = (line: string | undefined): boolean => line === undefined || /^[ \t]*$/.test(line);

/**
 * Makes Markdown from an untrusted author safe to post under the App's name: no HTML comments (the App's hidden
 * markers cannot be forged), no mentions, commands, images or active tags, no invisible characters. Code fences keep
 * their text. Every fence is written at column 0 after a blank line and is closed: there, GitHub and this function
 * cannot disagree about what is code, whatever lists, quotes or HTML stand around it. Idempotent.
 */
export function sanitizeAnswer(markdown: string): string {
  const lines = stripInvisible(markdown).split("\n");
  const withoutComments = commentStripper(lines);
  const out: string[] = [];
  let block: string[] = [];
  let fence: HoistedFence | null = null;

  function endBlock(): void {
    out.push(...neutralizeBlock(block));
    block = [];
  }

  for (let index = 0; index < lines.length; ) {
    if (fence) {
      const line = dedent(lines[index] ?? "", fence.indent);
      index += 1;
      out.push(line);
      if (closesFence(line, fence)) fence = null;
      continue;
    }
    const { line, next } = withoutComments(index);
    index = next;
    fence = hoistFence(line);
    if (!fence) {
      if (isBlank(line)) {
        endBlock();
        out.push(line);
      } else block.push(line);
      continue;
    }
    endBlock();
    if (fence.prefix) out.push(fence.prefix);
    if (!isBlank(out.at(-1))) out.push("");
    out.push(fence.marker + fence.info);
  }
  endBlock();
  if (fence) out.push(fence.marker);
  return out.join("\n");
}

const image = /!\[(?:[^[\]\n]|\[[^[\]\n]{0,99}\])*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\]\n]*\])?/g;
const linkTitle = /\]\(\s{0,9}(<[^<>\n]*>|[^\s()<>]+)\s+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\))\s{0,9}\)/g;
const definition = /^ {0,3}\[(?!\^)[^\]\n]+\]:.*$/gm;
const imageTag = /<img\b[^<>]*>/gi;
const tagWithAttributes = /<([a-z][a-z0-9-]*)\s[^<>]*>/gi;

/**
 * What a reader of the rendered Markdown sees, nearly: without HTML comments (in code too, so that nothing that only
 * looks like a fence shelters one), invisible characters, alternative texts, link titles, reference definitions and
 * attributes. Takes away the usual hiding places of instructions to a model; it is no boundary.
 */
export function visibleText(markdown: string): string {
  return withoutComments(stripInvisible(markdown))
    .replace(definition, "")
    .replace(image, "(image)")
    .replace(imageTag, "(image)")
    .replace(linkTitle, "]($1)")
    .replace(tagWithAttributes, "<$1>")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** A comment that is never closed hides what follows when it opens a line; elsewhere GitHub shows it. */
function withoutComments(text: string): string {
  let kept = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("<!--", at);
    if (start < 0) return kept + text.slice(at);
    const end = text.indexOf("-->", start + 2);
    const opensLine = text.slice(text.lastIndexOf("\n", start) + 1, start).trim() === "";
    kept += text.slice(at, start);
    if (end < 0) return opensLine ? kept : kept + text.slice(start);
    at = end + 3;
  }
}
