import type { Command } from "commander";
import { findStack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { checkSecrets } from "../../stack/secrets/check-secrets.ts";
import type { Io } from "../io.ts";
import { type StackOptions, stackCommand, withApiUrl, withExamples } from "../options/stack-options.ts";
import { printFindings } from "../output/findings.ts";

interface Options extends StackOptions, ApiUrlOptions {
  json?: boolean;
}

export function addSecretsCheck(named: Command, io: Io): void {
  const command = stackCommand(named);
  withExamples(command, "secrets check --stage prod");
  withApiUrl(command)
    .option("--json", "prints JSON")
    .action((options: Options) => check(options, io));
}

async function check(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const findings = await checkSecrets(stack, apiUrlOf(options, io.env, stack));
  const advice = "docs/secrets.md describes the setup.";
  printFindings(findings, { stack: stack.name, json: options.json, advice }, io);
}
