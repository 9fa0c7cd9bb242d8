import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { type DefaultTreeAdapterMap, parse } from "parse5";

type Node = DefaultTreeAdapterMap["node"];

/** Elements for code, quotations, lists, tables, headings, links and struck text. */
const opaque = new Set(
  (
    "a blockquote caption cite code dd del dl dt figcaption figure h1 h2 h3 h4 h5 h6 h7 h8 img kbd li ol pre q rp rt ruby " +
    "s samp script section strike style summary table tbody td template textarea tfoot th thead title tr tt ul var"
  ).split(" "),
);

/**
 * Whether GitHub shows `word` as the first word of a line of a paragraph. Uses another parser than ours:
 * micromark with the GFM extensions, and the tree that a browser makes of its HTML.
 */
export function beginsShownLine(markdown: string, word: string): boolean {
  const html = micromark(markdown, "utf8", {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return paragraphsOf(parse(html)).some((paragraph) => linesOf(paragraph).some((line) => begins(line, word)));
}

function begins(line: string, word: string): boolean {
  return line.startsWith(word) && !/^[\w-]/.test(line.slice(word.length));
}

function paragraphsOf(node: Node): Node[] {
  if (node.nodeName === "p") return [node];
  return childrenOf(node).flatMap(paragraphsOf);
}

function childrenOf(node: Node): Node[] {
  return "childNodes" in node && !opaque.has(node.nodeName) ? node.childNodes : [];
}

/** The lines of its text; an opaque element counts as one character. */
function linesOf(paragraph: Node): string[] {
  return textOf(paragraph)
    .split("\n")
    .map((line) => line.trimStart());
}

function textOf(node: Node): string {
  if (node.nodeName === "br") return "\n";
  if (opaque.has(node.nodeName)) return "\u25a1";
  return "value" in node ? node.value : childrenOf(node).map(textOf).join("");
}
