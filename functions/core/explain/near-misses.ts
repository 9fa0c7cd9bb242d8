import { maximumCommands, readCommands } from "../commands/parse-commands.ts";
import { slashLines } from "../commands/slash-lines.ts";

/** A line that reads like a command that somebody has, and is none. */
export interface NearMiss {
  name: string;
  /** 1-based. */
  line: number;
  why: string;
}

const maximumMisses = 5;
/** Lines beyond it are not looked at: a comment is at most 65,536 characters. */
const maximumLine = 1_000;

const mention = /(^|[\s>*+`([-])\/([A-Za-z][A-Za-z0-9-]{0,31})(?![A-Za-z0-9/_-])/g;

/** The first lines that name one of these commands without giving it, and what is wrong with each. */
export function nearMisses(body: string, known: readonly string[]): NearMiss[] {
  const { commands, more } = readCommands(body);
  const given = new Set(commands.map(({ line }) => line));
  const last = more ? (commands.at(-1)?.line ?? 0) : Number.POSITIVE_INFINITY;
  const text = new Set(slashLines(body).map(({ line }) => line));
  const found: NearMiss[] = [];
  for (const [index, whole] of body.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1;
    if (given.has(line) || found.length >= maximumMisses) continue;
    const content = whole.slice(0, maximumLine);
    for (const match of content.matchAll(mention)) {
      const name = (match[2] ?? "").toLowerCase();
      if (!known.includes(name)) continue;
      const before = content.slice(0, match.index + (match[1] ?? "").length);
      found.push({ name, line, why: whyNone(before, text.has(line), line > last) });
      break;
    }
  }
  return found;
}

function whyNone(before: string, isText: boolean, isBehind: boolean): string {
  if (before === "" && isText && isBehind) return `no more than ${maximumCommands} commands are looked at`;
  if (before === "" && isText) return "its name is not followed by a space";
  if (before === "") return "it stands in a code block, a quote or an HTML comment";
  if (before.trim() === "") return "it is indented: a command begins at the first character of its line";
  if (before.trimStart().startsWith(">")) return "it stands in a quote";
  return "it does not begin its line";
}
