import { sha256 } from "../../../adapters/runtime/sha256.ts";
import type { PullRequestEnvelope } from "../../../core/deliveries/envelope.ts";
import { intentKey } from "../../../core/deliveries/intent-key.ts";
import type { WebhookPayload } from "../../../core/deliveries/webhook.schema.ts";
import { aCommentWebhook } from "./webhook.ts";

/** The envelope of a comment; its intent key is derived from the other fields unless it is given. */
export function anEnvelope(change: Partial<PullRequestEnvelope> = {}): PullRequestEnvelope {
  const envelope: Omit<PullRequestEnvelope, "intent_key"> = {
    version: 1,
    delivery_id: "4f2d8c1e-0000-4000-8000-000000000001",
    hook_id: "300",
    event_type: "issue_comment",
    action: "created",
    repo: "octo-demo/payments",
    repo_id: 77,
    pr_number: 7,
    comment_id: 9001,
    installation_id: 5,
    sender: { login: "octavia", id: 11, type: "User" },
    received_at: "2026-11-23T09:00:00.000Z",
    payload_ref: { kind: "inline", payload: payloadOf("/summary", change) },
    ...change,
  };
  return { ...envelope, intent_key: change.intent_key ?? intentKey(envelope, sha256) };
}

/** The envelope of a comment with that text. */
export function anEnvelopeOf(body: string, change: Partial<PullRequestEnvelope> = {}): PullRequestEnvelope {
  return anEnvelope({ payload_ref: { kind: "inline", payload: payloadOf(body, change) }, ...change });
}

/** The payload that GitHub sends with these IDs and names. */
function payloadOf(
  body: string,
  { action, comment_id, sender }: Partial<PullRequestEnvelope>,
): WebhookPayload {
  return aCommentWebhook({
    body,
    ...(action === undefined ? {} : { action }),
    ...(comment_id ? { id: comment_id } : {}),
    ...(sender === undefined ? {} : { sender }),
  });
}
