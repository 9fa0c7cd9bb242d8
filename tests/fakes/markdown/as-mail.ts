import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { type DefaultTreeAdapterMap, parse } from "parse5";

type Node = DefaultTreeAdapterMap["node"];

const ownLine = new Set(
  "address blockquote body br details div dd dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section summary table td th tr ul".split(
    " ",
  ),
);

/**
 * Returns a comment as a mail program quotes it in plain text: without the marks of quotations, lists and
 * tables, each block and each cell on its own line, trimmed.
 */
export function asMailText(markdown: string): string {
  const html = micromark(markdown, "utf8", {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return textOf(parse(html), false)
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}

/** Keeps blanks in code together: a program may break a line of code, but never before a command. */
function textOf(node: Node, inCode: boolean): string {
  if ("value" in node) return inCode ? node.value.replaceAll(" ", "\u00a0") : node.value;
  if (!("childNodes" in node)) return "";
  const isCode = inCode || node.nodeName === "code";
  const inner = node.childNodes.map((child) => textOf(child, isCode)).join("");
  return ownLine.has(node.nodeName) ? `\n${inner}\n` : inner;
}

/** The text in lines of at most `width` characters, broken at blanks. */
export function wrapped(text: string, width: number): string {
  return text
    .split("\n")
    .map((line) => wrapLine(line, width))
    .join("\n");
}

function wrapLine(line: string, width: number): string {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current].join("\n");
}

/** The lines that start with a command, in any context; `app`: the name by which users mention the App. */
export function commandLines(text: string, app: string): string[] {
  const command = new RegExp(`^(?:/|@${app}(?:\\[bot\\])?\\s+)[a-z][a-z0-9-]*(?:\\s|$)`, "i");
  return text.split("\n").filter((line) => command.test(line));
}
