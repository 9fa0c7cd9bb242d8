import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Command, InvalidArgumentError } from "commander";
import { stripInvisible } from "../../../core/markdown/invisible.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { type StackOptions, stackCommand } from "./stack-options.ts";

/** The options of every command that changes something. */
export interface ChangeOptions extends StackOptions {
  reason: string;
  actor?: string;
}

/** A command that changes something of a stack: who does it and why is kept with what was done. */
export function changeCommand(named: Command): Command {
  return stackCommand(named)
    .requiredOption("--reason <text>", "why: it is kept with your name", parseReason)
    .option("--actor <name>", "who you are; otherwise as AWS knows you", parseActor);
}

/** `operator:<name>`, for the audit trail. Of a stack that `findStack` has found: AWS is asked who the caller is. */
export async function actorOf({ actor }: Pick<ChangeOptions, "actor">, { region }: Stack): Promise<string> {
  if (actor) return `operator:${actor}`;
  const { Arn = "" } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  return `operator:${callerName(Arn)}`;
}

/** The user, or the session of a role: `arn:aws:sts::123456789012:assumed-role/Operator/ada`. */
export function callerName(arn: string): string {
  return arn.split(/[/:]/).at(-1) || "unknown";
}

/** For options such as `--reason`. */
export function parseReason(text: string): string {
  const reason = stripInvisible(text).replace(/\s+/g, " ").trim();
  if (reason.length > 0 && reason.length <= 300) return reason;
  throw new InvalidArgumentError("It has to be a sentence of at most 300 characters.");
}

/** For options such as `--actor`. */
export function parseActor(text: string): string {
  if (/^[A-Za-z0-9@._+=,-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError("It has to be a name without spaces, such as ada or ada@example.com.");
}
