import { setTimeout as pause } from "node:timers/promises";
import { signWebhook } from "../adapters/github/sign-webhook.ts";

const body = JSON.stringify({ zen: "Anything added dilutes everything else." });

/** Resolves when the endpoint accepts a signed ping, so that webhooks can be sent, or when the signal aborts. */
export async function waitUntilReady(url: string, secret: string, signal: AbortSignal): Promise<void> {
  const headers = {
    "content-type": "application/json",
    "x-github-event": "ping",
    "x-github-delivery": "00000000-0000-0000-0000-000000000000",
    "x-hub-signature-256": signWebhook(body, secret),
  };
  while (!signal.aborted) {
    const response = await fetch(url, { method: "POST", headers, body, signal }).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return;
    await pause(100, undefined, { signal }).catch(() => undefined);
  }
}
