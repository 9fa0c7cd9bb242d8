import type { RepositoryReader } from "../github/repository-reader.ts";
import { type CommentLines, readCommentLines } from "../markdown/comment-lines.ts";
import { splitWords } from "./split-words.ts";

/** One command of a comment, as typed: not checked against the roster. */
export interface ParsedCommand {
  /** Lower case, without the slash. */
  name: string;
  /** What comes before the name: `/`, or a mention of the App and a space. */
  prefix: string;
  /** The rest of the line, trimmed, at most `maximumText` characters; well-formed Unicode. */
  text: string;
  words: string[];
  /** Has no prototype. */
  values: Record<string, string>;
  /** 1-based line of the comment. */
  line: number;
  /** What is wrong with the line, for the user who typed it; null if it is well-formed. */
  problem: string | null;
  /** The only employee that may get it: a check run belongs to one. Missing: the routing rules decide alone. */
  employee?: string;
}

/** A comment or a review, read once: its commands, and its lines for explanations. */
export interface ParsedComment extends CommentLines {
  body: string;
  /** In order, at most `maximumCommands`. */
  commands: ParsedCommand[];
  /** The first command beyond the limit; null if there is none. */
  leftOut: ParsedCommand | null;
  /** Name of the App as users mention it, without `@`; null if the text was read without it. */
  app: string | null;
}

/** Number of commands of one comment that run. */
export const maximumCommands = 10;

/** Number of characters read after a command's name: the size of a table item is limited. */
export const maximumText = 10_000;

/** The name has ASCII letters only and ends at Unicode white space or the line end: `/path/like/this` is not a command. */
const commandLine = /^([A-Za-z][A-Za-z0-9-]{0,31})(?:\p{White_Space}(.*))?$/su;
/** `@our-app` or `@our-app[bot]`, followed by white space and a letter. */
const mention = /^@([A-Za-z0-9_-]{1,100})(?:\[bot\])?\p{White_Space}+(?=[A-Za-z])/iu;
const mentionAnywhere = /@[A-Za-z0-9_-]{1,100}(?:\[bot\])?\p{White_Space}{1,9}[A-Za-z]/iu;
const mentionAtLineStart = /^@[A-Za-z0-9_-]{1,100}(?:\[bot\])?\p{White_Space}+[A-Za-z]/imu;
const outerSpace = /^\p{White_Space}+|(?<!\p{White_Space})\p{White_Space}+$/gu;

const tooLong = `the text after the command is longer than ${maximumText} characters`;

/**
 * Parses a comment or a review on GitHub. Asks for the App's login only if a line starts with a mention, or with
 * `anywhere` if the text has one.
 */
export async function readComment(
  body: string,
  app: Pick<RepositoryReader, "appLogin">,
  anywhere = false,
): Promise<ParsedComment> {
  return parseComment(body, await loginIfMentioned([body], app, anywhere));
}

/** Returns the App's login if a line of these texts starts with a mention of anyone; otherwise null, without asking. */
export async function loginIfMentioned(
  bodies: readonly string[],
  { appLogin }: Pick<RepositoryReader, "appLogin">,
  anywhere = false,
): Promise<string | null> {
  const pattern = anywhere ? mentionAnywhere : mentionAtLineStart;
  return bodies.some((body) => pattern.test(body)) ? appLogin() : null;
}

/**
 * Parses a comment or a review. Mentions of the App with this login (`<slug>[bot]`) give commands; with null none does.
 * Takes time proportional to the text's length.
 */
export function parseComment(body: string, appLogin: string | null = null): ParsedComment {
  const read = { ...readCommentLines(body), body, app: appLogin && slugOf(appLogin) };
  const commands: ParsedCommand[] = [];
  for (const { text, line } of read.signLines) {
    const command = parseLine(text, line, read.app);
    if (command === null) continue;
    if (commands.length === maximumCommands) return { ...read, commands, leftOut: command };
    commands.push(command);
  }
  return { ...read, commands, leftOut: null };
}

/** Returns the name by which users mention the App with this login. */
export function slugOf(appLogin: string): string {
  return appLogin.replace(/\[bot\]$/i, "").toLowerCase();
}

function parseLine(line: string, number: number, app: string | null): ParsedCommand | null {
  const start = startOf(line, app);
  const parts = start && commandLine.exec(line.slice(start.length));
  if (!start || parts?.[1] === undefined) return null;
  const whole = (parts[2] ?? "").replace(outerSpace, "");
  const rest = whole.slice(0, maximumText).toWellFormed();
  const split = splitWords(rest);
  const problem = whole.length > maximumText ? tooLong : split.problem;
  return { name: parts[1].toLowerCase(), prefix: start.prefix, text: rest, ...split, line: number, problem };
}

/** Returns how the line starts, and the length of that; null if it gives no command. */
function startOf(line: string, app: string | null): { prefix: string; length: number } | null {
  if (line.startsWith("/")) return { prefix: "/", length: 1 };
  const [start, name] = (app && mention.exec(line)) || [];
  if (!start || name?.toLowerCase() !== app) return null;
  return { prefix: `@${app} `, length: start.length };
}
