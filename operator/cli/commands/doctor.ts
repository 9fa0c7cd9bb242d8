import type { Command } from "commander";
import { runChecks } from "../../stack/doctor/run-checks.ts";
import { findStack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import type { Io } from "../io.ts";
import { type StackOptions, stackCommand, withApiUrl, withExamples } from "../options/stack-options.ts";
import { printFindings } from "../output/findings.ts";

interface Options extends StackOptions, ApiUrlOptions {
  json?: boolean;
}

export function addDoctor(named: Command, io: Io): void {
  const command = stackCommand(named);
  withApiUrl(command).option("--json", "prints JSON");
  withExamples(command, "doctor --stage prod").action((options: Options) => doctor(options, io));
}

async function doctor(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const findings = await runChecks(stack, apiUrlOf(options, io.env, stack));
  const advice = "docs/operating.md describes each check.";
  printFindings(findings, { stack: stack.name, json: options.json, advice }, io);
}
