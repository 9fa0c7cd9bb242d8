import type { Command } from "commander";
import { OperatorError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { checkPrivateKey } from "../../stack/secrets/private-key.ts";
import { type SecretValue, type StackSecret, stackSecret } from "../../stack/stack-secret.ts";
import { type Io, print } from "../io.ts";
import { parsePositive, type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";
import { readSecretFile, readStdin } from "../read-secret.ts";
import { UsageError } from "../usage.ts";

interface Options extends StackOptions {
  appId?: number;
  privateKeyFile?: string;
  privateKeyStdin?: boolean;
  webhookSecretStdin?: boolean;
}

export function addSecretsSet(named: Command, io: Io): void {
  const example = "secrets set --stage prod --app-id 12345 --private-key-file app.pem";
  withExamples(stackCommand(named), example)
    .option("--app-id <id>", "the App's ID, from its settings", parsePositive)
    .option("--private-key-file <path>", "the App's private key: the .pem file from its settings")
    .option("--private-key-stdin", "reads the private key from standard input")
    .option("--webhook-secret-stdin", "reads GitHub's webhook secret from standard input")
    .action((options: Options) => setSecrets(options, io));
}

async function setSecrets(options: Options, io: Io): Promise<void> {
  const given = await readGiven(options, io);
  const stack = await findStack(options);
  const secret = stackSecret(stack, "GitHubSecretArn");
  const current = await secret.read();
  const ended = await endRotation(secret, given);
  const next: SecretValue = { ...current, ...ended?.keep, ...given };
  const changed = Object.keys(given).filter((name) => current[name] !== next[name]);
  if (changed.length === 0) {
    print(io.stdout, "Nothing to change: the secret already has these values.");
    return;
  }
  await secret.put(next);
  await ended?.drop();
  print(io.stdout, `Stored for ${stack.name}: ${changed.join(", ")}.`);
  if (ended) {
    const until = "within 24 hours, so that GitHub signs with a secret that stays valid";
    print(io.stderr, `warning: ended a rotation in progress. Run \`secrets rotate\` ${until}.`);
  }
  if (changed.includes("webhook_secret")) {
    print(io.stdout, "The previous secret stays valid for 24 hours: set the new one at GitHub before then.");
  }
  print(
    io.stdout,
    `Next: npx --no pr-automation secrets check --stage ${stack.stage} --region ${stack.region}`,
  );
}

async function readGiven(options: Options, io: Io): Promise<SecretValue> {
  const { appId, privateKeyFile, privateKeyStdin, webhookSecretStdin } = options;
  const keys = [privateKeyFile !== undefined, privateKeyStdin === true].filter(Boolean).length;
  if (!appId && !webhookSecretStdin && keys === 0) {
    throw new UsageError("There is nothing to store.", "Add --help to see the settings.");
  }
  if (keys > 1 || (privateKeyStdin && webhookSecretStdin)) {
    const advice = "Give the key with --private-key-file, or run the command twice.";
    throw new UsageError("Standard input can contain only one secret, and there is only one key.", advice);
  }
  const key = privateKeyFile
    ? await readSecretFile(io, privateKeyFile, "private key")
    : privateKeyStdin && (await readStdin(io, "private key"));
  return {
    ...(appId && { app_id: appId }),
    ...(key && { private_key: checkPrivateKey(key) }),
    ...(webhookSecretStdin && { webhook_secret: checkWebhookSecret(await readStdin(io, "webhook secret")) }),
  };
}

function checkWebhookSecret(text: string): string {
  if (text.length >= 16 && /^[\x21-\x7e]+$/.test(text)) return text;
  const advice =
    "Create one with `openssl rand -hex 32`, or let `secrets rotate` create it and set it at GitHub.";
  throw new OperatorError("A webhook secret has at least 16 characters and no spaces.", advice);
}

/**
 * Ends a rotation in progress, which would undo this change. GitHub may already sign with the rotation's secret: that
 * one becomes the current secret and the present one the previous secret, so that both are accepted.
 */
async function endRotation(secret: StackSecret, given: SecretValue) {
  const pending = await secret.pending();
  if (!pending?.value) return null;
  if (given.webhook_secret) {
    const advice = "Let it finish (`secrets rotate` waits for it): it may have set another secret at GitHub.";
    throw new OperatorError("A rotation of the webhook secret is in progress.", advice);
  }
  const { webhook_secret } = pending.value;
  return { keep: { webhook_secret }, drop: () => secret.dropPending(pending) };
}
