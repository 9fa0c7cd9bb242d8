import type { GitHubClient } from "../../../adapters/github/client.ts";
import { type DeliveryRecord, readDelivery } from "../deliveries/delivery-records.ts";
import { findAttempt, type HookRequests } from "../deliveries/github-events.ts";
import { OperatorError } from "../errors.ts";
import { oneLine } from "../format.ts";
import { webhookOfAttempt } from "../webhooks/captured-webhook.ts";
import type { CommentLocation } from "./comment-url.ts";
import type { WebhookToExplain } from "./explain-webhook.ts";
import { liveWebhook } from "./live-webhook.ts";

/** A webhook with our record of its delivery; null without one. */
export type FoundWebhook = WebhookToExplain & { delivery: DeliveryRecord | null };

/** Returns the webhook of a comment with its present text, as if posted now. */
export async function webhookOfComment(place: CommentLocation, client: GitHubClient): Promise<FoundWebhook> {
  const webhook = await liveWebhook(place, client);
  return { ...webhook, received_at: new Date().toISOString(), trustPayload: false, delivery: null };
}

/** Returns the webhook of a delivery in GitHub's list. Throws OperatorError if the list does not have it. */
export async function webhookOfDelivery(
  guid: string,
  requests: Pick<HookRequests, "list" | "attempt">,
  tableName: string,
): Promise<FoundWebhook> {
  const attempt = await findAttempt(requests, guid);
  if (!attempt) {
    const advice = `GitHub keeps three days; \`deliveries ${oneLine(guid)}\` shows our record. Try --hook, or give the comment's link.`;
    throw new OperatorError(`GitHub's list has no delivery ${oneLine(guid)}.`, advice);
  }
  const { headers, body } = webhookOfAttempt(await requests.attempt(attempt.id));
  const hook_id = headers["x-github-hook-id"] ?? "";
  return {
    event_type: headers["x-github-event"] ?? "",
    payload: JSON.parse(body.toString("utf8")),
    received_at: attempt.delivered_at,
    trustPayload: false,
    delivery: await readDelivery(tableName, { hook_id, delivery_id: attempt.guid }),
  };
}
