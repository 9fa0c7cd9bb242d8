import type { PingResponse, WebhookEndpoint } from "../../core/app/webhook-endpoint.ts";
import type { Metrics } from "../../core/metrics.ts";

export interface PingWebhookPorts {
  /** The valid webhook secrets, the current one first. */
  secrets: { read(): Promise<string[]> };
  endpoint: WebhookEndpoint;
  metrics: Metrics;
  log: { error(message: string, fields: Record<string, unknown>): void };
}

/**
 * Sends a signed ping through the same path as GitHub's webhooks, and counts a pong. A failed ping is a result, not
 * a failed run: Lambda would retry the run, count the same outage up to three times and keep it among the failed
 * invocations. Throws only if the ping cannot be sent.
 */
export async function pingWebhook({
  secrets,
  endpoint,
  metrics,
  log,
}: PingWebhookPorts): Promise<PingResponse> {
  const [current = ""] = await secrets.read();
  const answer = await endpoint.ping(current);
  if (answer.ok) metrics.count("PingAnswered");
  else log.error("ping failed", { ...answer });
  return answer;
}
