import type { ReceiveWebhookDeps } from "../../../functions/receive-webhook/handler.ts";
import { createTestClock } from "../../fakes/clock.ts";
import { createFakeDeliveryStore, type FakeDeliveryStore } from "../../fakes/delivery-store.ts";

export interface TextStores extends Pick<ReceiveWebhookDeps, "queue"> {
  deliveries: FakeDeliveryStore;
  /** The bodies of the messages that wait. */
  messages: string[];
}

/** A queue and a table that keep texts, as the real ones do: the in-memory ones copy values, and not every depth of them. */
export function createTextStores(): TextStores {
  const messages: string[] = [];
  const deliveries = createFakeDeliveryStore(createTestClock());
  return {
    messages,
    queue: {
      async send(envelope) {
        messages.push(JSON.stringify(envelope));
        return `message-${messages.length}`;
      },
    },
    deliveries: {
      ...deliveries,
      receive: (envelope) =>
        deliveries.receive({
          ...envelope,
          payload_ref: { kind: "inline", payload: JSON.stringify(envelope) },
        }),
    },
  };
}
