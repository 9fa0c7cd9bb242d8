import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { createGitHubSecret } from "../../adapters/github/secret.ts";
import { createSecretReader } from "../../adapters/secrets/secret-reader.ts";
import { createWebhookEndpoint } from "./webhook-endpoint.ts";
import { exampleComment } from "./webhooks/examples.ts";
import { type SignedEventOptions, signedEvent } from "./webhooks/signed-event.ts";

/**
 * Instances of the webhook's function, each with its own cache of the secret `github`. Any of them could get
 * a request, so each request goes to all of them.
 */
export function createWebhookInstances(client: () => SecretsManagerClient) {
  const instances: ReturnType<typeof createWebhookEndpoint>[] = [];
  let count = 0;

  return {
    /** Starts one more, which reads the secret now. */
    async start(): Promise<void> {
      const reader = createSecretReader("github", Date.now, client());
      const started = createWebhookEndpoint({ secrets: createGitHubSecret("github", reader) });
      instances.push(started);
      await started.deliver(signedEvent("ping"));
    },

    /** Delivers GitHub's example comment to each with a new GUID; returns their statuses. */
    statuses(options: SignedEventOptions): Promise<number[]> {
      count += 1;
      const given = { payload: exampleComment("/summary"), delivery: `d-${count}`, ...options };
      const event = signedEvent("issue_comment", "created", given);
      return Promise.all(instances.map(async ({ deliver }) => (await deliver(event)).status));
    },

    /** Delivers a request of API Gateway to each; returns the worst response. */
    async receive(event: APIGatewayProxyEventV2) {
      const answers = await Promise.all(instances.map(({ deliver }) => deliver(event)));
      const worst = answers.toSorted((one, other) => other.status - one.status)[0];
      return { statusCode: worst?.status ?? 503, headers: {}, body: JSON.stringify(worst?.body ?? null) };
    },

    /** How many deliveries each has queued. */
    queued: () => instances.map(({ queue }) => queue.sent.length),

    /** One value for each instance. */
    each: <Value>(value: Value): Value[] => instances.map(() => value),
  };
}
