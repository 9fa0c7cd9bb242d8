import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { OperatorError } from "../../stack/errors.ts";
import { explainWebhook } from "../../stack/explain/explain-webhook.ts";
import { findStack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { readOnlyStackGitHub } from "../../stack/stack-github.ts";
import { readCapturedWebhook } from "../../stack/webhooks/captured-webhook.ts";
import { type Io, print, printJson } from "../io.ts";
import { type RulesOptions, rulesOf, withRules } from "../options/rules-options.ts";
import { type StackOptions, stackCommand, withApiUrl, withExamples } from "../options/stack-options.ts";
import { explanationLines } from "../output/explanation-lines.ts";

interface Options extends StackOptions, ApiUrlOptions, RulesOptions {
  event: string;
  json?: boolean;
}

export function addSimulate(named: Command, io: Io): void {
  const command = stackCommand(named)
    .argument("<file>", "a payload, or a file that `capture` wrote")
    .option("--event <event>", "the payload's X-GitHub-Event", "issue_comment")
    .option("--json", "prints JSON");
  withApiUrl(withRules(command)).action((file: string, options: Options) => simulate(file, options, io));
  withExamples(command, "simulate payload.json --event issue_comment --stage prod");
}

async function simulate(file: string, options: Options, io: Io): Promise<void> {
  const webhook = await readWebhook(file, options);
  const stack = await findStack(options);
  const rules = await rulesOf(options, stack);
  const github = await readOnlyStackGitHub(stack, apiUrlOf(options, io.env, stack));
  const received_at = new Date().toISOString();
  const explained = await explainWebhook(
    { ...webhook, received_at, trustPayload: true },
    rules,
    stack,
    github,
  );
  if (options.json) return printJson(io.stdout, { stack: stack.name, rules: rules.origin, ...explained });
  print(
    io.stderr,
    `Uses ${rules.origin}.`,
    "The comment comes from the file; the pull request and everything else come from GitHub.",
  );
  print(io.stdout, ...explanationLines(explained.explanation));
}

async function readWebhook(
  file: string,
  { event }: Options,
): Promise<{ event_type: string; payload: unknown }> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new OperatorError(`${file} cannot be read.`, "Check the path.", { cause: error });
  });
  const payload = parse(text, file);
  const isCaptured = typeof payload === "object" && payload !== null && "headers" in payload;
  if (!isCaptured) return { event_type: event, payload };
  const { headers, body } = readCapturedWebhook(text, file);
  return { event_type: headers["x-github-event"] ?? "", payload: parse(body.toString("utf8"), file) };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OperatorError(`${file} isn't valid JSON.`, "Use the payload of one webhook.", {
      cause: error,
    });
  }
}
