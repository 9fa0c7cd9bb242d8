import type { Command } from "commander";
import { CommandError, UsageError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { checkPrivateKey } from "../../stack/secrets/private-key.ts";
import { type SecretValue, type StackSecret, stackSecret } from "../../stack/stack-secret.ts";
import { type Io, print } from "../io.ts";
import { parsePositive, type StackOptions, stackCommand } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";
import { readSecretFile, readStdin } from "../read-secret.ts";

interface Options extends StackOptions {
  appId?: number;
  privateKeyFile?: string;
  privateKeyStdin?: boolean;
  webhookSecretStdin?: boolean;
}

export function addSecretsSet(named: Command, io: Io): void {
  const example = "secrets set --stage prod --app-id 12345 --private-key-file app.pem";
  withExamples(stackCommand(named), example)
    .option("--app-id <id>", "the App's id, from its settings", parsePositive)
    .option("--private-key-file <path>", "the App's private key, the .pem file of its settings")
    .option("--private-key-stdin", "the same, on the standard input")
    .option("--webhook-secret-stdin", "the webhook secret that GitHub has, on the standard input")
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
    print(io.stdout, "Nothing to change: the secret holds these already.");
    return;
  }
  await secret.put(next);
  await ended?.drop();
  print(io.stdout, `Put in for ${stack.name}: ${changed.join(", ")}.`);
  if (ended) {
    const until = "within 24 hours, so that GitHub signs with a secret that stays good";
    print(io.stderr, `warning: a rotation was under way and is ended. Run \`secrets rotate\` ${until}.`);
  }
  if (changed.includes("webhook_secret")) {
    print(io.stdout, "The secret before stays good for 24 hours: give GitHub this one until then.");
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
    throw new UsageError("There is nothing to put in.", "Add --help to see what can be.");
  }
  if (keys > 1 || (privateKeyStdin && webhookSecretStdin)) {
    const advice = "Give the key by --private-key-file, or call the command twice.";
    throw new UsageError("The standard input holds one secret, and there is one key.", advice);
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
  const advice = "Make one with `openssl rand -hex 32`, or let `secrets rotate` make it and tell GitHub.";
  throw new CommandError("A webhook secret is at least 16 characters without spaces.", advice);
}

/**
 * A rotation that is on its way would bring back what is replaced here, so it is ended. GitHub may sign with its
 * secret already: that one becomes the current one and the one in force the previous one, and both are accepted.
 */
async function endRotation(secret: StackSecret, given: SecretValue) {
  const pending = await secret.pending();
  if (!pending?.value) return null;
  if (given.webhook_secret) {
    const advice = "Let it end (`secrets rotate` waits for it); it may have told GitHub another secret.";
    throw new CommandError("A rotation of the webhook secret is under way.", advice);
  }
  const { webhook_secret } = pending.value;
  return { keep: { webhook_secret }, drop: () => secret.dropPending(pending) };
}
