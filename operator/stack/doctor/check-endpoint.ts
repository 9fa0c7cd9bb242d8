import { createWebhookEndpoint } from "../../../adapters/github/webhook-endpoint.ts";
import type { PingAnswer } from "../../../core/app/webhook-endpoint.ts";
import type { Stack } from "../find-stack.ts";
import { bad, type Finding, good, skipped } from "../finding.ts";
import { stackSecret } from "../stack-secret.ts";

/** Whether a webhook of GitHub's gets in, and whether it gets in by that way alone. */
export async function checkEndpoint(stack: Stack): Promise<Finding[]> {
  const { webhook_secret } = await stackSecret(stack, "GitHubSecretArn").read();
  if (typeof webhook_secret !== "string" || !webhook_secret) {
    return [skipped("endpoint", "there is no secret yet to sign a ping with")];
  }
  const url = stack.output("WebhookUrl");
  const answer = await createWebhookEndpoint(url).ping(webhook_secret);
  const advice = "docs/webhook-api.md has the codes; see the log of receiveWebhook, and the edge's.";
  return [
    answer.ok
      ? good("endpoint", `${url} answered a signed ping in ${answer.milliseconds} ms`)
      : bad("endpoint", `${url} ${describe(answer)}`, advice),
    await checkOrigin(stack, webhook_secret),
  ];
}

async function checkOrigin(stack: Stack, secret: string): Promise<Finding> {
  if (!stack.find("DistributionId")) return good("edge", "none: the API is reached directly");
  const url = originOf(stack);
  if (!url) return skipped("edge", "the API's own address is not among the outputs");
  const answer = await createWebhookEndpoint(url).ping(secret);
  // 429: other callers use up the public route's small throttle.
  if (answer.status === null || [403, 429].includes(answer.status)) {
    return good("edge", `the API refuses what does not come through it (${describe(answer)})`);
  }
  const advice = "Its origin secret may be missing: docs/edge.md.";
  return bad("edge", `${url} ${describe(answer)}: requests get in beside the edge`, advice);
}

/** Behind a domain of one's own the API has one too; without, it has its default address. */
function originOf(stack: Stack): string | null {
  const { hostname, pathname } = new URL(stack.output("WebhookUrl"));
  if (hostname !== stack.find("EdgeDomainName")) return `https://origin.${hostname}${pathname}`;
  const api = stack.find("HttpApiUrl");
  return api && `${api}${pathname}`;
}

function describe({ status, code }: PingAnswer): string {
  return status === null ? `did not answer (${code})` : `answered ${status}${code ? ` (${code})` : ""}`;
}
