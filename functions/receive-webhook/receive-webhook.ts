import type { OutgoingEnvelope } from "../../core/deliveries/envelope.ts";

/** Port: the queue between the webhook and the dispatcher. Throws RetryableError if it does not respond. */
export interface EnvelopeQueue {
  /** Sends an envelope; returns the message's ID. */
  send(envelope: OutgoingEnvelope): Promise<string>;
}

interface WebhookResponse {
  status: 200 | 202;
  body: Record<string, unknown>;
  /** ID of the message in the queue, for an accepted webhook. */
  message_id?: string;
}

/** Returns the answer to a verified and validated webhook. An accepted one is in the queue when this returns. */
export async function receiveWebhook(
  webhook:
    | { kind: "accepted"; envelope: OutgoingEnvelope }
    | { kind: "ignored"; reason: string }
    | { kind: "ping" },
  { queue }: { queue: EnvelopeQueue },
): Promise<WebhookResponse> {
  switch (webhook.kind) {
    case "ping":
      return { status: 200, body: { pong: true } };
    case "ignored":
      return { status: 200, body: { ignored: true, reason: webhook.reason } };
    case "accepted": {
      const { delivery_id, intent_key } = webhook.envelope;
      const message_id = await queue.send(webhook.envelope);
      return { status: 202, body: { accepted: true, delivery_id, intent_key }, message_id };
    }
  }
}
