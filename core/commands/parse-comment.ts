import { type CommentLines, readCommentLines } from "../markdown/comment-lines.ts";
import { splitWords } from "./split-words.ts";

/** One command of a comment, as typed: not checked against the roster. */
export interface ParsedCommand {
  /** Lower case, without the slash. */
  name: string;
  /** The rest of the line, trimmed, at most `maximumText` characters; well-formed Unicode. */
  text: string;
  words: string[];
  /** Has no prototype. */
  values: Record<string, string>;
  /** 1-based line of the comment. */
  line: number;
  /** What is wrong with the line, for the user who typed it; null if it is well-formed. */
  problem: string | null;
}

/** A comment or a review, read once: its commands, and its lines for explanations. */
export interface ParsedComment extends CommentLines {
  body: string;
  /** In order, at most `maximumCommands`. */
  commands: ParsedCommand[];
  /** The first command beyond the limit; null if there is none. */
  leftOut: ParsedCommand | null;
}

/** Number of commands of one comment that run. */
export const maximumCommands = 10;

/** Number of characters read after a command's name: the size of a table item is limited. */
export const maximumText = 10_000;

/** The name has ASCII letters only and ends at Unicode white space or the line end: `/path/like/this` is not a command. */
const commandLine = /^\/([A-Za-z][A-Za-z0-9-]{0,31})(?:\p{White_Space}(.*))?$/su;
const outerSpace = /^\p{White_Space}+|(?<!\p{White_Space})\p{White_Space}+$/gu;

const tooLong = `the text after the command is longer than ${maximumText} characters`;

/** Parses a comment or a review. Takes time proportional to its length. */
export function parseComment(body: string): ParsedComment {
  const read = readCommentLines(body);
  const commands: ParsedCommand[] = [];
  for (const { text, line } of read.slashLines) {
    const command = parseLine(text, line);
    if (command === null) continue;
    if (commands.length === maximumCommands) return { ...read, body, commands, leftOut: command };
    commands.push(command);
  }
  return { ...read, body, commands, leftOut: null };
}

function parseLine(text: string, line: number): ParsedCommand | null {
  const parts = commandLine.exec(text);
  if (parts?.[1] === undefined) return null;
  const whole = (parts[2] ?? "").replace(outerSpace, "");
  const rest = whole.slice(0, maximumText).toWellFormed();
  const split = splitWords(rest);
  const problem = whole.length > maximumText ? tooLong : split.problem;
  return { name: parts[1].toLowerCase(), text: rest, ...split, line, problem };
}
