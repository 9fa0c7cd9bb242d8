import { revealInvisible } from "./invisible.ts";

const longest = 160;
const plain = /^[^`|\\\n\t]+$/;

/**
 * Returns a file name as code for a table cell: it cannot break the row, end the code or mention a user. Ordinary names
 * are put between backticks, others into `<code>` with their special characters as entities, which no Markdown parser
 * treats as markup.
 */
export function pathCode(path: string): string {
  const shown = shorten(revealInvisible(path).replaceAll("\n", "[U+000A]"));
  if (plain.test(shown) && shown.trim() === shown) return `\`${shown}\``;
  const entities = shown.replace(/[^A-Za-z0-9/.@-]/gu, (character) => `&#${character.codePointAt(0)};`);
  return `<code>${entities}</code>`;
}

function shorten(path: string): string {
  const characters = [...path];
  if (characters.length <= longest) return path;
  const tail = Math.floor((longest * 2) / 3);
  return `${characters.slice(0, longest - tail - 1).join("")}…${characters.slice(-tail).join("")}`;
}
