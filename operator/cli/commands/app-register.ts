import type { Command } from "commander";
import { CommandError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { apiUrlOfSite, withApiUrl } from "../../stack/github-url.ts";
import { type StackSecret, stackSecret } from "../../stack/stack-secret.ts";
import { convertManifest, type RegisteredApp } from "../app/convert-manifest.ts";
import { receiveCode } from "../app/receive-code.ts";
import { type Io, print } from "../io.ts";
import { type ManifestOptions, manifestOf, withManifest } from "../options/manifest-options.ts";
import { parsePositive, parseUrl, type StackOptions, stackCommand } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";

interface Options extends StackOptions, ManifestOptions {
  stage: string;
  org?: string;
  githubUrl: string;
  githubApiUrl?: string;
  port?: number;
  timeout: number;
  replace?: boolean;
}

export function addAppRegister(named: Command, io: Io): void {
  const command = stackCommand(named)
    .option("--org <org>", "the organization that owns the App; otherwise you do")
    .option("--github-url <url>", "GitHub's pages", parseUrl, "https://github.com")
    .option("--replace", "although the stack has an App already")
    .option("--port <port>", "the local page's port; otherwise a free one", parsePositive)
    .option("--timeout <seconds>", "how long to wait for you", parsePositive, 900);
  withExamples(command, "app register --stage prod --org octo-demo");
  withApiUrl(withManifest(command)).action((options: Options) => register(options, io));
}

async function register(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const secret = stackSecret(stack, "GitHubSecretArn");
  const current = await secret.read();
  if (current.app_id && !options.replace) {
    const advice = "Use `secrets check` to look at it, or --replace to put another one in its place.";
    throw new CommandError(`${stack.name} has the App ${String(current.app_id)} already.`, advice);
  }
  const manifest = await manifestOf(options, async () => stack.output("WebhookUrl"));
  const code = await receiveCode({
    registrationUrl: registrationUrl(options),
    manifest: (redirect_url) => ({ ...manifest, redirect_url }),
    announce: (url) => print(io.stdout, `Open ${url}`),
    port: options.port ?? 0,
    waitMs: options.timeout * 1000,
  });
  const app = await convertManifest(options.githubApiUrl ?? apiUrlOfSite(options.githubUrl), code);
  await keep(app, secret);
  print(io.stdout, `The App ${app.id} (${app.html_url}) is made, and ${stack.name} has its key.`);
  if (!app.webhook_secret) {
    print(io.stderr, "warning: GitHub made no webhook secret: run `secrets rotate` to give it the stack's.");
  }
  print(io.stdout, `Install it: ${app.html_url}/installations/new`);
}

function registrationUrl({ githubUrl, org }: Options): string {
  const owner = org ? `/organizations/${encodeURIComponent(org)}` : "";
  return `${githubUrl}${owner}/settings/apps/new`;
}

/** What cannot be kept is lost: GitHub hands a key out once. */
async function keep(app: RegisteredApp, secret: StackSecret): Promise<void> {
  try {
    const [current, pending] = await Promise.all([secret.read(), secret.pending()]);
    const { id: app_id, pem: private_key, webhook_secret } = app;
    await secret.put({ ...current, app_id, private_key, ...(webhook_secret && { webhook_secret }) });
    // A rotation of the App before would bring that one back.
    if (pending?.value) await secret.dropPending(pending);
  } catch (error) {
    const advice = [
      "Its key is lost. Fix the cause (are you allowed to write the secret?), then create another key and",
      `another webhook secret at ${app.html_url}, and put them in: secrets set --app-id ${app.id} --private-key-file …`,
    ].join("\n");
    throw new CommandError(`The App ${app.id} is made, but its key could not be kept.`, advice, {
      cause: error,
    });
  }
}
