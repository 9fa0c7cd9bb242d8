import type { Command } from "commander";
import { readActor, readReason } from "../../stack/input.ts";
import { optionParser } from "../usage.ts";
import { type StackOptions, stackCommand } from "./stack-options.ts";

/** The options of every command that changes something. */
export interface ChangeOptions extends StackOptions {
  reason: string;
  actor?: string;
}

export const parseReason = optionParser(readReason);

/** Adds the options of a command that changes a stack: the operation log keeps who changed it and why. */
export function changeCommand(named: Command): Command {
  return withActor(stackCommand(named)).requiredOption(
    "--reason <text>",
    "why; recorded with your name",
    parseReason,
  );
}

export function withActor(command: Command): Command {
  return command.option("--actor <name>", "your name (default: AWS identity)", optionParser(readActor));
}
