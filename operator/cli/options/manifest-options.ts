import { type Command, InvalidArgumentError } from "commander";
import { permissionsFor, withOptionalParts } from "../../../core/app/app-requirements.ts";
import { stageRoster } from "../../stack/rules/chosen-rules.ts";
import { type AppManifest, createManifest, maxNameLength } from "../app/manifest.ts";
import { parseUrl } from "./stack-options.ts";

export interface ManifestOptions {
  stage: string;
  name?: string;
  webhookUrl?: string;
  homepageUrl?: string;
}

export function withManifest(command: Command): Command {
  return command
    .option("--name <name>", "the App's name, unique on GitHub", parseName)
    .option("--webhook-url <url>", "webhook URL (default: the stack's)", parseUrl)
    .option("--homepage-url <url>", "the App's homepage (default: the webhook's origin)", parseUrl);
}

/** Returns the manifest. Calls `stackUrl` only without `--webhook-url`. */
export async function manifestOf(
  { stage, name, webhookUrl, homepageUrl }: ManifestOptions,
  stackUrl: () => Promise<string>,
): Promise<AppManifest> {
  return createManifest({
    name: name ?? `pr-employees-${stage}`.slice(0, maxNameLength),
    webhookUrl: webhookUrl ?? (await stackUrl()),
    permissions: withOptionalParts(permissionsFor(await stageRoster(stage))),
    ...(homepageUrl && { homepage: homepageUrl }),
  });
}

function parseName(text: string): string {
  if (text.trim() && text.length <= maxNameLength) return text.trim();
  throw new InvalidArgumentError(`GitHub accepts names of 1 to ${maxNameLength} characters.`);
}
