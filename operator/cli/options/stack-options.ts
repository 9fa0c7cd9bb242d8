import { type Command, InvalidArgumentError, Option } from "commander";

/** The options of every command that works on a stack. */
export interface StackOptions {
  stage: string;
  region: string;
}

/** Adds the options of a command that works on one stack. */
export function stackCommand(named: Command): Command {
  const stage = new Option("--stage <stage>", "the stack's stage, as in `sls deploy --stage`")
    .env("PR_AUTOMATION_STAGE")
    .argParser(parseStage)
    .makeOptionMandatory();
  return named
    .addOption(stage)
    .option("--region <region>", "the stack's region, as in `sls deploy --region`", "us-east-1");
}

function parseStage(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(text)) return text;
  throw new InvalidArgumentError("A stage is letters, digits and dashes.");
}

/** For options that take a number of at least one. */
export function parsePositive(text: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It has to be a positive number.");
}

/** For options that take a repository. */
export function parseRepository(text: string): string {
  if (/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/.test(text)) return text;
  throw new InvalidArgumentError("It has to be owner/name.");
}

/** For options that take the address of something that is reached over HTTP. Without a slash at the end. */
export function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !["https:", "http:"].includes(url.protocol)) {
    throw new InvalidArgumentError("It has to be a URL that begins with https://.");
  }
  if (url.username || url.password) {
    throw new InvalidArgumentError("A URL with a password in it would stay in your shell's history.");
  }
  return url.href.replace(/\/$/, "");
}
