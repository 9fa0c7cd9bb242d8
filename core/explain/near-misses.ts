import { maximumCommands, type ParsedComment } from "../commands/parse-comment.ts";

/** A line that mentions a known command without giving it. */
interface NearMiss {
  name: string;
  /** Counted from 1. */
  line: number;
  why: string;
}

const maximumMisses = 5;
/** The rest of a longer line is ignored. A comment has at most 65,536 characters. */
const maximumLine = 1_000;

const afterSlash = /(?<lead>^|[\s>*+`([-])\/(?<name>[A-Za-z][A-Za-z0-9-]{0,31})(?![A-Za-z0-9/_-])/g;

/** Returns the first five lines that mention one of these commands without giving it, and why each gives none. */
export function nearMisses(
  { lines, signLines, quotedFrom, commands, leftOut, app }: ParsedComment,
  known: readonly string[],
): NearMiss[] {
  const given = new Set(commands.map(({ line }) => line));
  const patterns = app === null ? [afterSlash] : [afterMention(app), afterSlash];
  const shown = new Set(signLines.map(({ line }) => line));
  const last = leftOut ? (commands.at(-1)?.line ?? 0) : Number.POSITIVE_INFINITY;
  const found: NearMiss[] = [];
  for (const [index, whole] of lines.entries()) {
    const line = index + 1;
    if (given.has(line) || found.length >= maximumMisses) continue;
    const content = whole.slice(0, maximumLine);
    for (const { index: at, groups } of patterns.flatMap((pattern) => [...content.matchAll(pattern)])) {
      const name = (groups?.name ?? "").toLowerCase();
      if (!known.includes(name)) continue;
      const before = content.slice(0, at + (groups?.lead ?? "").length);
      const isQuotedMail = quotedFrom !== null && line >= quotedFrom;
      const isMisspelt = /\S/.test(groups?.gap ?? "");
      const why = isMisspelt ? `write \`@${app} ${name}\`` : whyNone(before, shown.has(line), line > last);
      found.push({ name, line, why: isQuotedMail ? quotedMail : why });
      break;
    }
  }
  return found;
}

/** Finds mentions of the App before a name; named like the groups of `afterSlash`, and `gap` between the two. */
function afterMention(app: string): RegExp {
  const name = "(?<name>[A-Za-z][A-Za-z0-9-]{0,31})(?![A-Za-z0-9/_-])";
  return new RegExp(`(?<lead>^|[\\s>*+\`([-])@${app}(?:\\[bot\\])?(?<gap>[\\s:,/]{1,9})${name}`, "gi");
}

const quotedMail = "it is below a mail separator or signature";
const notShown =
  "it is not in a paragraph of the comment itself: it is in code, a quote, a list, a table, a heading or HTML, " +
  "or right below one without an empty line";

function whyNone(before: string, isShown: boolean, isBehind: boolean): string {
  if (before === "" && isShown && isBehind) return `only the first ${maximumCommands} commands are read`;
  if (before === "" && isShown) return "its name is not followed by a space";
  if (before === "") return notShown;
  if (before.trim() === "") return "it is indented: a command starts at the first character of its line";
  if (before.trimStart().startsWith(">")) return "it is in a quote";
  return "it does not start its line";
}
