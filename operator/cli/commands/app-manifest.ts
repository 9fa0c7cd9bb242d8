import type { Command } from "commander";
import { findStack } from "../../stack/find-stack.ts";
import { type Io, printJson } from "../io.ts";
import { type ManifestOptions, manifestOf, withManifest } from "../options/manifest-options.ts";
import { type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";

export function addAppManifest(named: Command, io: Io): void {
  const command = stackCommand(named);
  withExamples(command, "app manifest --stage prod > manifest.json");
  withManifest(command).action(async (options: StackOptions & ManifestOptions) => {
    const stackUrl = async () => (await findStack(options)).output("WebhookUrl");
    printJson(io.stdout, await manifestOf(options, stackUrl));
  });
}
