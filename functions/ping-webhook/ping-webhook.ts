import type { PingAnswer, WebhookEndpoint } from "../../core/app/webhook-endpoint.ts";
import type { Metrics } from "../../core/metrics.ts";

export interface PingWebhookPorts {
  /** The webhook secrets that are good now, the current one first. */
  secrets: { read(): Promise<string[]> };
  endpoint: WebhookEndpoint;
  metrics: Metrics;
  log: { error(message: string, fields: Record<string, unknown>): void };
}

/**
 * Whether a webhook of GitHub's would get in now, by all the way that theirs take. A ping that fails is a result and
 * no failed run: a run that is tried again would count the same outage up to three times, and end among the
 * invocations that wait to be made again. Only a ping that could not be sent throws.
 */
export async function pingWebhook({
  secrets,
  endpoint,
  metrics,
  log,
}: PingWebhookPorts): Promise<PingAnswer> {
  const [current = ""] = await secrets.read();
  const answer = await endpoint.ping(current);
  const { ok, milliseconds } = answer;
  metrics.count("SyntheticPing", { outcome: ok ? "ok" : "failed" });
  if (ok) metrics.time("SyntheticPingTime", milliseconds);
  else log.error("ping failed", { ...answer });
  return answer;
}
