import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { CommandError } from "../../stack/errors.ts";
import { explainWebhook } from "../../stack/explain/explain-webhook.ts";
import { readingGitHub } from "../../stack/explain/reading-github.ts";
import { findStack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, withApiUrl } from "../../stack/github-url.ts";
import { chosenRules, type RulesOptions, withRules } from "../../stack/rules/chosen-rules.ts";
import { readCaptured } from "../../stack/webhooks/captured-webhook.ts";
import { type Io, print, printJson } from "../io.ts";
import { type StackOptions, stackCommand } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";
import { explanationLines } from "../output/explanation-lines.ts";

interface Options extends StackOptions, ApiUrlOptions, RulesOptions {
  event: string;
  json?: boolean;
}

export function addSimulate(named: Command, io: Io): void {
  const command = stackCommand(named)
    .argument("<file>", "the payload, or what `capture` has kept")
    .option("--event <event>", "X-GitHub-Event of a payload alone", "issue_comment")
    .option("--json", "prints it as JSON");
  withApiUrl(withRules(command)).action((file: string, options: Options) => simulate(file, options, io));
  withExamples(command, "simulate payload.json --event issue_comment --stage prod");
}

async function simulate(file: string, options: Options, io: Io): Promise<void> {
  const webhook = await readWebhook(file, options);
  const stack = await findStack(options);
  const rules = await chosenRules(options, stack);
  const github = await readingGitHub(stack, options, io);
  const received_at = new Date().toISOString();
  const explained = await explainWebhook({ ...webhook, received_at, believe: true }, rules, stack, github);
  if (options.json) return printJson(io.stdout, { stack: stack.name, rules: rules.origin, ...explained });
  print(
    io.stderr,
    `By ${rules.origin}.`,
    "The comment is taken from the file; the pull request and all else are asked from GitHub.",
  );
  print(io.stdout, ...explanationLines(explained.explanation));
}

async function readWebhook(
  file: string,
  { event }: Options,
): Promise<{ event_type: string; payload: unknown }> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read.`, "Check the path.", { cause: error });
  });
  const payload = parse(text, file);
  const isCaptured = typeof payload === "object" && payload !== null && "headers" in payload;
  if (!isCaptured) return { event_type: event, payload };
  const { headers, body } = readCaptured(text, file);
  return { event_type: headers["x-github-event"] ?? "", payload: parse(body.toString("utf8"), file) };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${file} is no JSON.`, "It has to be one webhook's payload.", { cause: error });
  }
}
