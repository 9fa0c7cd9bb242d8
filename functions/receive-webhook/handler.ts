import middy from "@middy/core";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Clock } from "../../core/clock.ts";
import type { DeliveryStore } from "../../core/deliveries/delivery.ts";
import type { OutgoingEnvelope } from "../../core/deliveries/envelope.ts";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import { createTransportGate } from "../../core/deliveries/transport-gate.ts";
import { isWebhookPayload } from "../../core/generated/validators.mjs";
import type { Metrics } from "../../core/metrics.ts";
import type { Sha256 } from "../../core/sha256.ts";
import { accessLog } from "../../middleware/access-log.ts";
import { contentEncoding } from "../../middleware/content-encoding.ts";
import { deadline } from "../../middleware/deadline.ts";
import { httpErrors, jsonResponse, unavailableResponse } from "../../middleware/http-errors.ts";
import { httpEvent } from "../../middleware/http-event.ts";
import { httpRoute } from "../../middleware/http-route.ts";
import { idempotency } from "../../middleware/idempotency.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { type Origin, origin } from "../../middleware/origin.ts";
import { oncePerRequest } from "../../middleware/request-end.ts";
import { signature, type WebhookSecrets, withSignedWith } from "../../middleware/signature.ts";
import { validation, type WebhookEvent } from "../../middleware/validation.ts";
import { webhookMetrics } from "../../middleware/webhook-metrics.ts";
import { type EnvelopeQueue, receiveWebhook } from "./receive-webhook.ts";

export interface ReceiveWebhookDeps {
  clock: Clock;
  sha256: Sha256;
  log: InvocationLog;
  metrics: Metrics;
  origin: Origin;
  secrets: WebhookSecrets;
  deliveries: DeliveryStore;
  payloads: Pick<PayloadStore, "put">;
  queue: EnvelopeQueue;
}

const route = { method: "POST", path: "/webhooks/github", maxBytes: 6 * 1024 * 1024 };

/** Creates the handler. `before` runs from top to bottom, `after` and `onError` from bottom to top. */
export function createHandler(deps: ReceiveWebhookDeps) {
  const requestEnd = oncePerRequest(accessLog(deps), webhookMetrics(deps));
  const chain = middy<WebhookEvent, APIGatewayProxyStructuredResultV2>({
    timeoutEarlyInMillis: 0,
    requestStart: beginLog(deps),
    requestEnd,
  })
    .use(httpErrors())
    .use(httpEvent())
    .use(origin(deps))
    .use(httpRoute(route))
    .use(signature(deps))
    .use(contentEncoding())
    .use(jsonBody())
    .use(validation({ ...deps, isWebhookPayload }))
    .use(idempotency({ gate: createTransportGate(deps), ...envelopeOfEvent }))
    .handler(async (event) => {
      const { status, body, message_id } = await receiveWebhook(event.webhook.classified, deps);
      if (message_id) event.webhook.message_id = message_id;
      return withSignedWith(jsonResponse(status, body), event);
    });
  // If anything hangs, the request gets a response half a second before Lambda ends the function.
  return deadline(chain, {
    reserve: 500,
    respond: (late) => {
      const response = unavailableResponse();
      requestEnd({ ...late, response });
      return response;
    },
  });
}

const envelopeOfEvent = {
  read: ({ webhook }: WebhookEvent) =>
    webhook.classified.kind === "accepted" ? webhook.classified.envelope : null,
  write: ({ webhook }: WebhookEvent, envelope: OutgoingEnvelope) => {
    webhook.classified = { kind: "accepted", envelope };
  },
  duplicate: ({ delivery_id }: OutgoingEnvelope, event: WebhookEvent) =>
    withSignedWith(jsonResponse(200, { duplicate: true, delivery_id }), event),
};
