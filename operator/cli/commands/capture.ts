import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { findAttempt } from "../../stack/deliveries/github-events.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { laptopWebhookSecret } from "../../stack/laptop-file.ts";
import { stackGitHub } from "../../stack/stack-github.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { webhookSecretOf } from "../../stack/stack-secret.ts";
import { capturedEvent, webhookOfAttempt } from "../../stack/webhooks/captured-webhook.ts";
import { type Io, print } from "../io.ts";
import { type HookOptions, requestsOf, withHook } from "../options/hook-option.ts";
import { type StackOptions, stackCommand, withApiUrl, withExamples } from "../options/stack-options.ts";
import { displayText } from "../output/table.ts";

interface Options extends StackOptions, ApiUrlOptions, HookOptions {
  out?: string;
  force?: boolean;
  forLaptop?: boolean;
}

export function addCapture(named: Command, io: Io): void {
  const command = withHook(stackCommand(named))
    .argument("<guid>", "GUID of the delivery, as `deliveries` lists it (X-GitHub-Delivery)")
    .option("--out <file>", "output file (default: <guid>.json)")
    .option("--force", "overwrites an existing file")
    .option("--for-laptop", "signs it for a laptop (WEBHOOK_SECRET or its default) instead of the stage");
  withApiUrl(command).action((guid: string, options: Options) => capture(guid, options, io));
  withExamples(
    command,
    "capture 72d3162e-cc78-11e3-81ab-4c9367dc0958 --stage prod --for-laptop --out hook.json",
  );
}

async function capture(guid: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const github = await stackGitHub(stack, stackPorts(stack), apiUrlOf(options, io.env, stack));
  const requests = requestsOf(github.client, options);
  const attempt = await findAttempt(requests, guid);
  if (!attempt) {
    const advice = "GitHub keeps three days: see `deliveries`, and --hook.";
    throw new OperatorError(`GitHub's list has no delivery ${displayText(guid)}.`, advice);
  }
  const webhook = webhookOfAttempt(await requests.attempt(attempt.id));
  const secret = options.forLaptop ? laptopWebhookSecret(io.env) : await webhookSecretOf(stack);
  const file = options.out ?? `${attempt.guid}.json`;
  await save(file, JSON.stringify(capturedEvent(webhook, secret, new Date()), null, 2), options);
  print(io.stdout, `Saved ${file}: ${attempt.event}, ${webhook.body.length} bytes.`);
  print(io.stderr, "It contains text from the repository: protect it like the repository.");
  print(io.stderr, `Send it: npx --no pr-automation replay ${file} --stage <stage> --reason …`);
  const stage = options.forLaptop ? "local" : stack.stage;
  const invoke = stage === "local" ? "invoke local" : "invoke";
  print(io.stderr, `or:      npx sls ${invoke} --stage ${stage} -f receiveWebhook -p ${file}`);
}

/** Only the file's owner may read it. */
async function save(file: string, text: string, { force }: Options): Promise<void> {
  try {
    await writeFile(file, `${text}\n`, { flag: force ? "w" : "wx", mode: 0o600 });
  } catch (error) {
    const { code = "unknown" } = (error ?? {}) as { code?: string };
    const advice = code === "EEXIST" ? "Choose another file with --out, or use --force." : "Check the path.";
    throw new OperatorError(`${file} cannot be written (${code}).`, advice, { cause: error });
  }
}
