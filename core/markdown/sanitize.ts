import { closesFence, dedent, type HoistedFence, hoistFence } from "./fences.ts";
import { commentStripper, withoutComments } from "./html-comments.ts";
import { stripInvisible } from "./invisible.ts";
import { neutralizeBlock } from "./neutralize-inline.ts";

const isBlank = (line: string | undefined): boolean => line === undefined || /^[ \t]*$/.test(line);

/**
 * Makes Markdown from an untrusted author safe to post under the App's name: removes HTML comments (which could forge
 * the App's hidden markers), mentions, commands, images, active tags and invisible characters. Code fences keep their
 * text. Every fence is written at column 0 after an empty line and is closed: there, GitHub and this function agree on
 * what is code, whatever lists, quotes or HTML surround it. Idempotent.
 */
export function sanitizeAnswer(markdown: string): string {
  const lines = stripInvisible(markdown).split("\n");
  const stripComments = commentStripper(lines);
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
    const { line, next } = stripComments(index);
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
 * Returns approximately what a reader of the rendered Markdown sees: without HTML comments, invisible characters,
 * alternative texts, link titles, reference definitions and attributes. Removes the usual hiding places of instructions
 * to a model; it is not a security boundary.
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
