import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import { createHandler, type ReceiveWebhookDeps } from "../../functions/receive-webhook/handler.ts";
import { createTestClock } from "./clock.ts";
import { createFakeDeliveryStore } from "./delivery-store.ts";
import { createFakeEnvelopeQueue } from "./envelope-queue.ts";
import { createFakeLog } from "./log.ts";
import { createFakeMetrics } from "./metrics.ts";
import { createFakePayloadStore } from "./payload-store.ts";
import { createFakeWebhookSecrets } from "./webhook-secrets.ts";
import { webhookSecret } from "./webhooks/signed-event.ts";

export interface HttpAnswer {
  status: number;
  headers: Record<string, unknown>;
  body: unknown;
}

/** The webhook's function with fakes; `change` replaces some of them. */
export function createWebhookEndpoint(change: Partial<ReceiveWebhookDeps> = {}) {
  const clock = createTestClock();
  const fakes = {
    clock,
    log: createFakeLog(),
    metrics: createFakeMetrics(),
    origin: "unchecked" as const,
    secrets: createFakeWebhookSecrets(webhookSecret),
    deliveries: createFakeDeliveryStore(clock),
    payloads: createFakePayloadStore(),
    queue: createFakeEnvelopeQueue(),
  };
  const handler = createHandler({ ...fakes, sha256, ...change });

  async function deliver(event: APIGatewayProxyEventV2, remainingMs = 8_000): Promise<HttpAnswer> {
    const context = { getRemainingTimeInMillis: () => remainingMs } as Context;
    const answer = (await handler(structuredClone(event) as never, context)) as {
      statusCode: number;
      headers: Record<string, unknown>;
      body: string;
    };
    return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(answer.body) };
  }
  return { ...fakes, deliver };
}
