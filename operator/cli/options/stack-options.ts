import { type Command, InvalidArgumentError, Option } from "commander";
import type { StackLocation } from "../../stack/connect.ts";
import { readPositive, readRepository } from "../../stack/input.ts";
import { optionParser } from "../usage.ts";

/** The options of every command that works on a stack. */
export type StackOptions = StackLocation;

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

export function withApiUrl(command: Command): Command {
  return command.option(
    "--github-api-url <url>",
    "URL of GitHub's API (default: GITHUB_API_URL, the stack's, https://api.github.com)",
    parseUrl,
  );
}

/** Adds examples, without `npx --no pr-automation`, to the end of a command's help. */
export function withExamples(command: Command, ...examples: string[]): Command {
  const lines = examples.map((example) => `  npx --no pr-automation ${example}`);
  return command.addHelpText("after", ["", "Examples:", ...lines].join("\n"));
}

export const parsePositive = optionParser(readPositive);
export const parseRepository = optionParser(readRepository);

function parseStage(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(text)) return text;
  throw new InvalidArgumentError("A stage name has only letters, digits and hyphens.");
}

/** Parses the URL of an HTTP server; removes a slash at its end. */
export function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !["https:", "http:"].includes(url.protocol)) {
    throw new InvalidArgumentError("Must be a URL that begins with https://.");
  }
  if (url.username || url.password) {
    throw new InvalidArgumentError("A URL with a password in it would stay in your shell's history.");
  }
  return url.href.replace(/\/$/, "");
}
