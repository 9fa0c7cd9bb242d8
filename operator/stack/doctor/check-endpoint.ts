import { createWebhookEndpoint } from "../../../adapters/github/webhook-endpoint.ts";
import type { PingResponse } from "../../../core/app/webhook-endpoint.ts";
import type { Stack } from "../find-stack.ts";
import { type Finding, failed, passed, skipped } from "../finding.ts";
import { stackSecret } from "../stack-secret.ts";

/** Checks that a signed webhook is accepted, and that the API refuses requests that bypass the edge. */
export async function checkEndpoint(stack: Stack): Promise<Finding[]> {
  const { webhook_secret } = await stackSecret(stack, "GitHubSecretArn").read();
  if (typeof webhook_secret !== "string" || !webhook_secret) {
    return [skipped("endpoint", "no webhook secret to sign a ping with")];
  }
  const url = stack.output("WebhookUrl");
  const answer = await createWebhookEndpoint(url).ping(webhook_secret);
  const advice = "docs/webhook-api.md explains the codes; see the logs of receiveWebhook and of the edge.";
  return [
    answer.ok
      ? passed("endpoint", `${url} answered a signed ping in ${answer.milliseconds} ms`)
      : failed("endpoint", `${url} ${describe(answer)}`, advice),
    await checkOrigin(stack, webhook_secret),
  ];
}

async function checkOrigin(stack: Stack, secret: string): Promise<Finding> {
  if (!stack.find("DistributionId")) return passed("edge", "none: the API is reached directly");
  const url = originOf(stack);
  if (!url) return skipped("edge", "the outputs do not contain the API's own URL");
  const answer = await createWebhookEndpoint(url).ping(secret);
  // 429: other callers use up the public route's small throttle.
  if (answer.status === null || [403, 429].includes(answer.status)) {
    return passed("edge", `the API refuses requests that bypass it (${describe(answer)})`);
  }
  const advice = "Its origin secret may be missing: docs/edge.md.";
  return failed("edge", `${url} ${describe(answer)}: requests can bypass the edge`, advice);
}

/** Returns the API's own URL: below the custom domain if there is one, otherwise its default address. */
function originOf(stack: Stack): string | null {
  const { hostname, pathname } = new URL(stack.output("WebhookUrl"));
  if (hostname !== stack.find("EdgeDomainName")) return `https://origin.${hostname}${pathname}`;
  const api = stack.find("HttpApiUrl");
  return api && `${api}${pathname}`;
}

function describe({ status, code }: PingResponse): string {
  return status === null ? `did not answer (${code})` : `answered ${status}${code ? ` (${code})` : ""}`;
}
