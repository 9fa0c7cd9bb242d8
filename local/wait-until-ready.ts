import { setTimeout as pause } from "node:timers/promises";
import { createWebhookEndpoint } from "../adapters/github/webhook-endpoint.ts";

/** Resolves when the endpoint accepts a signed ping, so that webhooks can be sent, or when the signal aborts. */
export async function waitUntilReady(url: string, secret: string, signal: AbortSignal): Promise<void> {
  const endpoint = createWebhookEndpoint(url);
  while (!signal.aborted) {
    if ((await endpoint.ping(secret)).ok) return;
    await pause(100, undefined, { signal }).catch(() => undefined);
  }
}
