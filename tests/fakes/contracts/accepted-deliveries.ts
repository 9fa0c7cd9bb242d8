import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Clock } from "../../../core/clock.ts";
import type { AcceptedDeliveries } from "../../../core/deliveries/accepted-deliveries.ts";
import { type DeliveryStore, deliveryKey } from "../../../core/deliveries/delivery.ts";
import { createTestClock } from "../clock.ts";
import { anEnvelope } from "../records/envelope.ts";

/** What every store of deliveries says of those that it has accepted. */
export function acceptedDeliveriesContract(
  name: string,
  create: (clock: Clock) => DeliveryStore & AcceptedDeliveries,
): void {
  describe(`${name} as accepted deliveries`, () => {
    let store: DeliveryStore & AcceptedDeliveries;
    let count = 0;

    beforeEach(() => {
      count += 1;
      store = create(createTestClock());
    });

    /** A delivery of this test that came in so many seconds after nine. */
    const received = async (second: number) => {
      const received_at = `2026-11-23T09:00:${String(second).padStart(2, "0")}.000Z`;
      const envelope = anEnvelope({ delivery_id: `accepted-${count}-${second}`, received_at });
      await store.receive(envelope);
      return envelope;
    };
    /** Of this test: a table is shared by all. */
    const pending = async () =>
      (await store.pending(1_000)).filter(({ key }) => key.includes(`#accepted-${count}-`));

    test("those that are not known to be in the queue, oldest first", async () => {
      const late = await received(30);
      const early = await received(10);
      expect(await pending()).toEqual([
        { key: deliveryKey(early), received_at: early.received_at },
        { key: deliveryKey(late), received_at: late.received_at },
      ]);
    });

    test("no more than were asked for", async () => {
      await received(1);
      await received(2);
      expect(await store.pending(1)).toHaveLength(1);
    });

    test("one that is enqueued or finished is none of them, and gives no envelope", async () => {
      const sent = await received(1);
      const done = await received(2);
      expect(await store.pendingEnvelope(deliveryKey(sent))).toEqual(sent);
      await store.enqueued(sent);
      await store.finish(done, { kind: "ignored", reason: "bot" });
      expect(await pending()).toEqual([]);
      expect(await store.pendingEnvelope(deliveryKey(sent))).toBeNull();
      expect(await store.pendingEnvelope(deliveryKey(done))).toBeNull();
    });

    test("how far each is, and that one was never accepted", async () => {
      const envelope = await received(1);
      expect(await store.status(envelope)).toBe("RECEIVED");
      await store.enqueued(envelope);
      expect(await store.status(envelope)).toBe("ENQUEUED");
      await store.finish(envelope, { kind: "ignored", reason: "bot" });
      expect(await store.status(envelope)).toBe("PROCESSED");
      expect(await store.status({ ...envelope, hook_id: "999" })).toBeNull();
      expect(await store.pendingEnvelope("delivery#999#nobody")).toBeNull();
    });
  });
}
