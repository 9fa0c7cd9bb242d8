import { appCredentials } from "../../../core/app/app-secret.ts";
import type { Stack } from "../find-stack.ts";
import type { Finding } from "../finding.ts";
import { stageRoster } from "../rules/chosen-rules.ts";
import { stackSecret } from "../stack-secret.ts";
import { checkApp } from "./check-app.ts";
import { checkAppParts, checkModelParts } from "./check-parts.ts";
import { checkSigning } from "./check-signing.ts";

/** Checks which of the stack's secrets are set, and whether they match GitHub's. */
export async function checkSecrets(stack: Stack, apiUrl: string): Promise<Finding[]> {
  const secret = stackSecret(stack, "GitHubSecretArn");
  const [app, pending, model] = await Promise.all([
    secret.read(),
    secret.pending(),
    stackSecret(stack, "ModelSecretArn").read(),
  ]);
  const credentials = appCredentials(app);
  const url = stack.output("WebhookUrl");
  const found = credentials ? await checkApp(apiUrl, credentials, url, await stageRoster(stack.stage)) : [];
  const answers = found.some(({ check, level }) => check === "app" && level === "ok");
  return [
    ...checkAppParts(app, pending),
    ...found,
    ...(credentials && answers ? [await checkSigning(apiUrl, credentials, secret, pending !== null)] : []),
    ...checkModelParts(model),
  ];
}
