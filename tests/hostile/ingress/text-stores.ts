import { envelopeText } from "../../../core/deliveries/envelope.ts";
import type { ReceiveWebhookDeps } from "../../../functions/receive-webhook/handler.ts";
import { createTestClock } from "../../fakes/clock.ts";
import { createFakeDeliveryStore, type FakeDeliveryStore } from "../../fakes/delivery-store.ts";

export interface TextStores extends Pick<ReceiveWebhookDeps, "queue"> {
  deliveries: FakeDeliveryStore;
  /** Bodies of the queued messages. */
  messages: string[];
}

/** A queue and a table that store texts, like the real ones: the in-memory ones copy values only to a limited depth. */
export function createTextStores(): TextStores {
  const messages: string[] = [];
  const deliveries = createFakeDeliveryStore(createTestClock());
  return {
    messages,
    queue: {
      async send(envelope) {
        messages.push(envelopeText(envelope));
        return `message-${messages.length}`;
      },
    },
    deliveries: {
      ...deliveries,
      receive: (envelope) =>
        deliveries.receive({
          ...envelope,
          payload_ref: { kind: "inline", payload: envelopeText(envelope) },
        }),
    },
  };
}
