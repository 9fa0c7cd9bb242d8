import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Clock } from "../../../core/clock.ts";
import type { DeliveryStore } from "../../../core/deliveries/delivery.ts";
import { createTestClock, type TestClock } from "../clock.ts";
import { anEnvelope } from "../records/envelope.ts";

/** What every DeliveryStore keeps. `freshId` gives a delivery id that the store has not seen. */
export function deliveryStoreContract(name: string, create: (clock: Clock) => DeliveryStore): void {
  describe(`${name} as a delivery store`, () => {
    let clock: TestClock;
    let store: DeliveryStore;
    let count = 0;
    let envelope = anEnvelope();

    beforeEach(() => {
      count += 1;
      clock = createTestClock();
      store = create(clock);
      envelope = anEnvelope({ delivery_id: `delivery-${count}` });
    });

    test("takes a delivery in once", async () => {
      expect(await store.receive(envelope)).toBe("new");
      expect(await store.receive(envelope)).toBe("RECEIVED");
    });

    test("tells two hooks with one delivery id apart (case 4)", async () => {
      expect(await store.receive(envelope)).toBe("new");
      expect(await store.receive({ ...envelope, hook_id: "301" })).toBe("new");
    });

    test("says of a repeat how far the delivery is", async () => {
      await store.receive(envelope);
      await store.enqueued(envelope);
      expect(await store.receive(envelope)).toBe("ENQUEUED");
      await store.finish(envelope, { kind: "ignored", reason: "bot" });
      expect(await store.receive(envelope)).toBe("PROCESSED");
    });

    test("never goes back: a late enqueued leaves a processed delivery alone", async () => {
      await store.receive(envelope);
      await store.finish(envelope, { kind: "dispatched", job_ids: ["job"] });
      await store.enqueued(envelope);
      expect(await store.receive(envelope)).toBe("PROCESSED");
    });

    test("enqueued of a delivery that nobody received makes none", async () => {
      await store.enqueued(envelope);
      expect(await store.receive(envelope)).toBe("new");
    });

    test("what failed leaves a delivery where it is", async () => {
      await store.receive(envelope);
      await store.failing(envelope, "github_failed");
      expect(await store.receive(envelope)).toBe("RECEIVED");
      await store.enqueued(envelope);
      await store.failing(envelope, "github_failed");
      expect(await store.receive(envelope)).toBe("ENQUEUED");
    });

    test("what failed of a delivery that nobody received makes none", async () => {
      await store.failing(envelope, "github_failed");
      expect(await store.receive(envelope)).toBe("new");
    });

    test("records the end of a delivery that it never received", async () => {
      await store.finish(envelope, { kind: "failed", reason: "malformed_payload" });
      expect(await store.receive(envelope)).toBe("PROCESSED");
    });

    test("finishing twice is the same as once", async () => {
      await store.finish(envelope, { kind: "duplicate", job_ids: ["job"] });
      await store.finish(envelope, { kind: "duplicate", job_ids: ["job"] });
      expect(await store.receive(envelope)).toBe("PROCESSED");
    });

    test("forgets a delivery after its time to live, though the record is still there", async () => {
      await store.receive(envelope);
      await store.finish(envelope, { kind: "ignored", reason: "bot" });
      clock.advance(31 * 86_400_000);
      expect(await store.receive(envelope)).toBe("new");
    });

    test("lets exactly one of a hundred concurrent ones be new (case 3)", async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => store.receive(envelope)));
      expect(answers.filter((answer) => answer === "new")).toHaveLength(1);
      expect(answers.filter((answer) => answer === "RECEIVED")).toHaveLength(99);
    });
  });
}
