import { type Envelope, envelopeText } from "../../core/deliveries/envelope.ts";
import type { EnvelopeQueue } from "../../functions/receive-webhook/receive-webhook.ts";

export interface FakeEnvelopeQueue extends EnvelopeQueue {
  sent: Envelope[];
}

/** The queue in memory; it keeps all sent messages. */
export function createFakeEnvelopeQueue(): FakeEnvelopeQueue {
  const sent: Envelope[] = [];
  return {
    sent,
    async send(envelope) {
      sent.push(JSON.parse(envelopeText(envelope)));
      return `message-${sent.length}`;
    },
  };
}
