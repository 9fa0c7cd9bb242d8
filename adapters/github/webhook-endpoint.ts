import { randomUUID } from "node:crypto";
import type { PingResponse, WebhookEndpoint } from "../../core/app/webhook-endpoint.ts";
import { signWebhook } from "./sign-webhook.ts";

/** GitHub waits this long for a response. */
const timeoutMs = 10_000;

/** The ping that GitHub sends when a webhook is created. GitHub never uses hook ID 0. */
const body = JSON.stringify({
  zen: "Anything added dilutes everything else.",
  hook_id: 0,
  hook: { type: "App", id: 0, name: "web", active: true, events: ["ping"] },
});

/** Opens the webhook endpoint at its public URL: https://docs.github.com/en/webhooks/webhook-events-and-payloads#ping */
export function createWebhookEndpoint(url: string, waitMs = timeoutMs): WebhookEndpoint {
  return {
    async ping(secret) {
      const started = performance.now();
      const answer = await send(url, secret, waitMs);
      return { ...answer, milliseconds: Math.round(performance.now() - started) };
    },
  };
}

async function send(
  url: string,
  secret: string,
  waitMs: number,
): Promise<Omit<PingResponse, "milliseconds">> {
  const signal = AbortSignal.timeout(waitMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: headers(secret),
      body,
      signal,
      redirect: "manual",
    });
    const code = refusal(response.status, await response.text());
    return { ok: code === null, status: response.status, code };
  } catch {
    return { ok: false, status: null, code: signal.aborted ? "timeout" : "unreachable" };
  }
}

function headers(secret: string): Record<string, string> {
  return {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/synthetic",
    "x-github-delivery": randomUUID(),
    "x-github-event": "ping",
    "x-github-hook-id": "0",
    "x-hub-signature-256": signWebhook(body, secret),
  };
}

/** Returns null for a pong, else the endpoint's error code; any other text is dropped. */
function refusal(status: number, text: string): string | null {
  try {
    const { pong, error } = JSON.parse(text) as { pong?: unknown; error?: { code?: unknown } };
    if (status === 200 && pong === true) return null;
    if (typeof error?.code === "string" && /^[a-z_]{1,64}$/.test(error.code)) return error.code;
  } catch {
    // Not JSON: something between us and the endpoint responded.
  }
  return "no_pong";
}
