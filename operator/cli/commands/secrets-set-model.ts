import { type Command, Option } from "commander";
import {
  type ModelProviderName,
  type ModelSettings,
  missingSetting,
  modelProviders,
} from "../../../adapters/models/requirements.ts";
import { findStack } from "../../stack/find-stack.ts";
import { stackSecret } from "../../stack/stack-secret.ts";
import { type Io, print } from "../io.ts";
import { parseUrl, type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { readSecretFile, readStdin } from "../read-secret.ts";
import { UsageError } from "../usage.ts";

interface Options extends StackOptions {
  provider: ModelProviderName;
  keyStdin?: boolean;
  keyFile?: string;
  baseUrl?: string;
  modelRegion?: string;
}

/** Each provider's keys in the model secret; null for a setting that it does not have. */
const names: Record<ModelProviderName, Record<"key" | "baseUrl" | "region", keyof ModelSettings | null>> = {
  anthropic: { key: "anthropic_api_key", baseUrl: "anthropic_base_url", region: null },
  "openai-compatible": {
    key: "openai_compatible_api_key",
    baseUrl: "openai_compatible_base_url",
    region: null,
  },
  bedrock: { key: null, baseUrl: "bedrock_base_url", region: "bedrock_region" },
};

export function addSecretsSetModel(named: Command, io: Io): void {
  const example = "secrets set-model --stage prod --provider anthropic --key-stdin < key.txt";
  withExamples(stackCommand(named), example)
    .addOption(new Option("--provider <name>", "the provider").choices(modelProviders).makeOptionMandatory())
    .option("--key-stdin", "reads the API key from standard input")
    .option("--key-file <path>", "reads the API key from a file")
    .option("--base-url <url>", "the API's URL, if it is not the provider's own", parseUrl)
    .option("--model-region <region>", "bedrock: the models' region, if it is not the stack's")
    .action((options: Options) => setModel(options, io));
}

async function setModel(options: Options, io: Io): Promise<void> {
  const given = await readGiven(options, io);
  const stack = await findStack(options);
  const secret = stackSecret(stack, "ModelSecretArn");
  const current = await secret.read();
  const next = { ...current, ...given };
  const changed = Object.keys(given).filter((name) => current[name] !== next[name]);
  if (changed.length === 0) {
    print(io.stdout, "Nothing to change: the secret already has these values.");
    return;
  }
  await secret.put(next);
  print(io.stdout, `Stored for ${stack.name}: ${changed.join(", ")}. Takes effect within two minutes.`);
  const missing = missingSetting(options.provider, next);
  if (missing) print(io.stderr, `warning: ${options.provider} cannot be called yet: ${missing} is missing.`);
}

async function readGiven(options: Options, io: Io): Promise<Record<string, string>> {
  const { provider, keyStdin, keyFile, baseUrl, modelRegion } = options;
  if (keyStdin && keyFile) throw new UsageError("The key is given twice.", "Use one of them.");
  const asked = { key: keyStdin || keyFile, baseUrl, region: modelRegion };
  const given: Record<string, string> = {};
  for (const setting of ["key", "baseUrl", "region"] as const) {
    if (!asked[setting]) continue;
    const name = names[provider][setting];
    if (!name)
      throw new UsageError(`${provider} does not have that setting.`, "Add --help to see its settings.");
    given[name] = setting === "key" ? await readKey(options, io) : String(asked[setting]);
  }
  if (Object.keys(given).length > 0) return given;
  throw new UsageError("There is nothing to store.", "Add --help to see the settings.");
}

function readKey({ keyFile }: Options, io: Io): Promise<string> {
  return keyFile ? readSecretFile(io, keyFile, "API key") : readStdin(io, "API key");
}
