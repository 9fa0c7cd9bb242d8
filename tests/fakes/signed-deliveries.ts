import { randomUUID } from "node:crypto";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { type TestService, webhookSecret } from "./test-service.ts";
import { signatureOf } from "./webhooks/signed-event.ts";

export interface SignedDelivery {
  event: string;
  /** Or the body as text. */
  payload: object | string;
  guid?: string;
  hook?: string;
}

/** Signs an event with the webhook's secret and delivers it; returns the HTTP status. */
export async function deliverSigned(service: TestService, delivery: SignedDelivery): Promise<number> {
  const { event, payload, guid = randomUUID(), hook = String(service.github.hookId) } = delivery;
  const asApp = `Bearer ${service.github.jwt()}`;
  const { body: config } = await service.github.call<{ url: string }>(
    "GET",
    "/app/hook/config",
    undefined,
    asApp,
  );
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const response = await fetch(config.url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": guid,
      "x-github-hook-id": hook,
      "x-hub-signature-256": signatureOf(body, webhookSecret),
    },
  });
  await response.arrayBuffer();
  return response.status;
}

/** Takes all messages out of the queue, as if they had been received that many seconds ago. */
export function takeQueued(service: TestService, secondsAgo = 60): Envelope[] {
  const received_at = new Date(Date.now() - secondsAgo * 1_000).toISOString();
  return service.queue.sent.splice(0).map((envelope) => ({ ...envelope, received_at }));
}

/** Dispatches messages together; repeats failed ones until all succeed. */
export async function dispatchTogether(service: TestService, envelopes: Envelope[]): Promise<void> {
  let left = envelopes;
  while (left.length > 0) {
    service.queue.sent.unshift(...left);
    const waiting = [...service.queue.sent];
    const { batchItemFailures } = await service.dispatch();
    left = batchItemFailures.map(({ itemIdentifier }) => {
      const envelope = waiting[Number(itemIdentifier.slice("m-".length))];
      if (!envelope) throw new Error(`No message ${itemIdentifier} was handed over`);
      return envelope;
    });
  }
}
