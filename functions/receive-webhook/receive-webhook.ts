import type { Envelope } from "../../core/deliveries/envelope.ts";

/** Port: the queue between the webhook and the dispatcher. Throws RetryableError when it does not answer. */
export interface EnvelopeQueue {
  /** Answers the message's id. */
  send(envelope: Envelope): Promise<string>;
}

export interface Answer {
  status: 200 | 202;
  body: Record<string, unknown>;
  /** Of the queue, for a webhook that is there now. */
  message_id?: string;
}

/** A verified, validated webhook gets its answer; one that is accepted is in the queue when this returns. */
export async function receiveWebhook(
  webhook: { kind: "accepted"; envelope: Envelope } | { kind: "ignored"; reason: string } | { kind: "ping" },
  { queue }: { queue: EnvelopeQueue },
): Promise<Answer> {
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
