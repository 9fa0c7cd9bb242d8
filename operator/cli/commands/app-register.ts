import type { Command } from "commander";
import { OperatorError } from "../../stack/errors.ts";
import { findStack } from "../../stack/find-stack.ts";
import { apiUrlOfSite } from "../../stack/github-url.ts";
import { type StackSecret, stackSecret } from "../../stack/stack-secret.ts";
import { convertManifest, type RegisteredApp } from "../app/convert-manifest.ts";
import { receiveCode } from "../app/receive-code.ts";
import { type Io, print } from "../io.ts";
import { type ManifestOptions, manifestOf, withManifest } from "../options/manifest-options.ts";
import {
  parsePositive,
  parseUrl,
  type StackOptions,
  stackCommand,
  withApiUrl,
  withExamples,
} from "../options/stack-options.ts";

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
    .option("--org <org>", "the organization that owns the App (default: you)")
    .option("--github-url <url>", "URL of GitHub's pages", parseUrl, "https://github.com")
    .option("--replace", "replaces the stack's App")
    .option("--port <port>", "port of the local page (default: a free port)", parsePositive)
    .option("--timeout <seconds>", "how long to wait for GitHub's redirect", parsePositive, 900);
  withExamples(command, "app register --stage prod --org octo-demo");
  withApiUrl(withManifest(command)).action((options: Options) => register(options, io));
}

async function register(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const secret = stackSecret(stack, "GitHubSecretArn");
  const current = await secret.read();
  if (current.app_id && !options.replace) {
    const advice = "Show it with `secrets check`, or use --replace to replace it.";
    throw new OperatorError(`${stack.name} already has the App ${String(current.app_id)}.`, advice);
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
  await store(app, secret);
  print(io.stdout, `Created the App ${app.id} (${app.html_url}) and stored its key in ${stack.name}.`);
  if (!app.webhook_secret) {
    print(
      io.stderr,
      "warning: GitHub created no webhook secret: run `secrets rotate` to set the stack's at GitHub.",
    );
  }
  print(io.stdout, `Install it: ${app.html_url}/installations/new`);
}

function registrationUrl({ githubUrl, org }: Options): string {
  const owner = org ? `/organizations/${encodeURIComponent(org)}` : "";
  return `${githubUrl}${owner}/settings/apps/new`;
}

/** GitHub returns a key only once: a key that cannot be stored is lost. */
async function store(app: RegisteredApp, secret: StackSecret): Promise<void> {
  try {
    const [current, pending] = await Promise.all([secret.read(), secret.pending()]);
    const { id: app_id, pem: private_key, webhook_secret } = app;
    await secret.put({ ...current, app_id, private_key, ...(webhook_secret && { webhook_secret }) });
    // A rotation in progress would bring back the previous App.
    if (pending?.value) await secret.dropPending(pending);
  } catch (error) {
    const advice = [
      "Its key is lost. Fix the cause (may you write the secret?), then create another key and",
      `another webhook secret at ${app.html_url}, and store them: secrets set --app-id ${app.id} --private-key-file …`,
    ].join("\n");
    throw new OperatorError(`Created the App ${app.id}, but its key could not be stored.`, advice, {
      cause: error,
    });
  }
}
