import { readCommentLines } from "../markdown/comment-lines.ts";
import { splitWords } from "./split-words.ts";

/** One command of a comment, as typed: nothing of it is checked against the roster yet. */
export interface ParsedCommand {
  /** Lower case, without the slash. */
  name: string;
  /** The rest of the line, trimmed, at most `maximumText` of it; well-formed Unicode. */
  text: string;
  words: string[];
  /** Has no prototype. */
  values: Record<string, string>;
  /** 1-based line of the comment. */
  line: number;
  /** What is wrong with the line, for the person who typed it; null when it reads well. */
  problem: string | null;
}

/** More commands than this in one comment are not looked at. */
export const maximumCommands = 10;

/** Characters of a line behind its command that are looked at: a table takes no item of any size. */
export const maximumText = 10_000;

/** The name has ASCII letters only and ends at Unicode white space or the line end: `/path/like/this` is no command. */
const commandLine = /^\/([A-Za-z][A-Za-z0-9-]{0,31})(?:\p{White_Space}(.*))?$/su;
const outerSpace = /^\p{White_Space}+|(?<!\p{White_Space})\p{White_Space}+$/gu;

const tooLong = `what follows is longer than ${maximumText} characters`;

function parseLine(text: string, line: number): ParsedCommand | null {
  const parts = commandLine.exec(text);
  if (parts?.[1] === undefined) return null;
  const whole = (parts[2] ?? "").replace(outerSpace, "");
  const rest = whole.slice(0, maximumText).toWellFormed();
  const split = splitWords(rest);
  const problem = whole.length > maximumText ? tooLong : split.problem;
  return { name: parts[1].toLowerCase(), text: rest, ...split, line, problem };
}

export interface ReadCommands {
  commands: ParsedCommand[];
  /** Whether more commands follow. */
  more: boolean;
  /** The first of them. */
  leftOut: ParsedCommand | null;
}

/** Returns the commands of a comment in order, at most `maximumCommands`. */
export function readCommands(body: string): ReadCommands {
  const commands: ParsedCommand[] = [];
  for (const { text, line } of readCommentLines(body).slashLines) {
    const command = parseLine(text, line);
    if (command === null) continue;
    if (commands.length === maximumCommands) return { commands, more: true, leftOut: command };
    commands.push(command);
  }
  return { commands, more: false, leftOut: null };
}

export function parseCommands(body: string): ParsedCommand[] {
  return readCommands(body).commands;
}
