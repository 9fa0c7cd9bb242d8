import { CommandError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";
import { stackSecret } from "../stack-secret.ts";

/** What GitHub's webhooks to this stack are signed with. Never shown. */
export async function webhookSecretOf(stack: Stack): Promise<string> {
  const { webhook_secret } = await stackSecret(stack, "GitHubSecretArn").read();
  if (typeof webhook_secret === "string" && webhook_secret) return webhook_secret;
  const advice = `Store it: npx --no pr-automation secrets set --webhook-secret-stdin --stage ${stack.stage}`;
  throw new CommandError(`${stack.name} has no webhook secret.`, advice);
}
