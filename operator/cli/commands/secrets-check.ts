import type { Command } from "commander";
import { appCredentials } from "../../../functions/core/github/app-secret.ts";
import { type ApiUrlOptions, apiUrlOf, withApiUrl } from "../app/api-url.ts";
import { CommandError } from "../errors.ts";
import { type Io, print, printJson } from "../io.ts";
import { checkApp } from "../secrets/check-app.ts";
import { checkAppParts, checkModelParts } from "../secrets/check-parts.ts";
import type { Finding } from "../secrets/finding.ts";
import { findStack } from "../stack/find-stack.ts";
import { type StackOptions, stackCommand } from "../stack/stack-command.ts";
import { stackSecret } from "../stack/stack-secret.ts";

interface Options extends StackOptions, ApiUrlOptions {
  json?: boolean;
}

const signs: Record<Finding["level"], string> = { ok: "ok  ", warning: "warn", failed: "FAIL" };

export function addSecretsCheck(group: Command, io: Io): void {
  const command = stackCommand(
    group,
    "check",
    "Says what is set, and whether GitHub agrees; shows no secret",
  );
  withApiUrl(command)
    .option("--json", "prints the findings as JSON")
    .action((options: Options) => check(options, io));
}

async function check(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const secret = stackSecret(stack, "GitHubSecretArn");
  const [app, pending, model] = await Promise.all([
    secret.read(),
    secret.pending(),
    stackSecret(stack, "ModelSecretArn").read(),
  ]);
  const credentials = appCredentials(app);
  const findings = [
    ...checkAppParts(app, pending),
    ...(credentials
      ? await checkApp(apiUrlOf(options, io, stack), credentials, stack.output("WebhookUrl"))
      : []),
    ...checkModelParts(model),
  ];
  const failed = findings.filter(({ level }) => level === "failed").length;
  if (options.json) printJson(io.stdout, { stack: stack.name, ok: failed === 0, findings });
  else
    print(io.stdout, ...findings.map((one) => `${signs[one.level]} ${one.check.padEnd(24)} ${one.detail}`));
  if (failed === 0) return;
  throw new CommandError(
    `${failed} of ${findings.length} checks failed.`,
    "docs/secrets.md says how to set it up.",
  );
}
