import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Clock } from "../../../core/clock.ts";
import type { AcceptedDeliveries } from "../../../core/deliveries/accepted-deliveries.ts";
import { type DeliveryStore, deliveryKey } from "../../../core/deliveries/delivery.ts";
import { createTestClock } from "../clock.ts";
import { anEnvelope } from "../records/envelope.ts";

/** The contract of every store of accepted deliveries. */
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

    /** Stores a delivery that was received that many seconds after nine. */
    const received = async (second: number) => {
      const received_at = `2026-11-23T09:00:${String(second).padStart(2, "0")}.000Z`;
      const envelope = anEnvelope({ delivery_id: `accepted-${count}-${second}`, received_at });
      await store.receive(envelope);
      return envelope;
    };
    /** The deliveries of this test only: all tests share a table. */
    const pending = async () =>
      (await store.pending(1_000)).filter(({ key }) => key.includes(`#accepted-${count}-`));

    test("lists deliveries that are not known to be queued, oldest first", async () => {
      const late = await received(30);
      const early = await received(10);
      expect(await pending()).toEqual([
        { key: deliveryKey(early), received_at: early.received_at },
        { key: deliveryKey(late), received_at: late.received_at },
      ]);
    });

    test("lists no more than the limit", async () => {
      await received(1);
      await received(2);
      expect(await store.pending(1)).toHaveLength(1);
    });

    test("does not list a delivery that is enqueued or finished, and returns no envelope for it", async () => {
      const sent = await received(1);
      const done = await received(2);
      expect(await store.pendingEnvelope(deliveryKey(sent))).toEqual(sent);
      await store.enqueued(sent);
      await store.finish(done, { kind: "ignored", reason: "bot" });
      expect(await pending()).toEqual([]);
      expect(await store.pendingEnvelope(deliveryKey(sent))).toBeNull();
      expect(await store.pendingEnvelope(deliveryKey(done))).toBeNull();
    });

    test("returns the progress of each delivery, and null for one that was never accepted", async () => {
      const envelope = await received(1);
      expect(await store.status(envelope)).toBe("RECEIVED");
      await store.enqueued(envelope);
      expect(await store.status(envelope)).toBe("ENQUEUED");
      await store.finish(envelope, { kind: "ignored", reason: "bot" });
      expect(await store.status(envelope)).toBe("PROCESSED");
      expect(await store.status({ ...envelope, hook_id: "999" })).toBeNull();
      expect(await store.pendingEnvelope("delivery#999#unknown")).toBeNull();
    });
  });
}
