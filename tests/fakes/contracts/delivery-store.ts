import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Clock } from "../../../core/clock.ts";
import type { DeliveryStore } from "../../../core/deliveries/delivery.ts";
import { createTestClock, type TestClock } from "../clock.ts";
import { anEnvelope } from "../records/envelope.ts";

/** The contract of every DeliveryStore. `freshId` returns a delivery ID that the store has not seen. */
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
      // Stores of one table see each other's items.
      envelope = anEnvelope({ delivery_id: `${name.replaceAll(/\W/g, "-")}-${count}` });
    });

    test("accepts a delivery once", async () => {
      expect(await store.receive(envelope)).toBe("new");
      expect(await store.receive(envelope)).toBe("RECEIVED");
    });

    test("distinguishes two hooks with one delivery ID (case 4)", async () => {
      expect(await store.receive(envelope)).toBe("new");
      expect(await store.receive({ ...envelope, hook_id: "301" })).toBe("new");
    });

    test("reports the progress of a delivery that is received again", async () => {
      await store.receive(envelope);
      await store.enqueued(envelope);
      expect(await store.receive(envelope)).toBe("ENQUEUED");
      await store.finish(envelope, { kind: "ignored", reason: "bot" });
      expect(await store.receive(envelope)).toBe("PROCESSED");
    });

    test('never goes back: a late "enqueued" leaves a processed delivery alone', async () => {
      await store.receive(envelope);
      await store.finish(envelope, { kind: "dispatched", job_ids: ["job"] });
      await store.enqueued(envelope);
      expect(await store.receive(envelope)).toBe("PROCESSED");
    });

    test('"enqueued" does not create a delivery that was never received', async () => {
      await store.enqueued(envelope);
      expect(await store.receive(envelope)).toBe("new");
    });

    test("a failure does not change the progress of a delivery", async () => {
      await store.receive(envelope);
      await store.failing(envelope, "github_failed");
      expect(await store.receive(envelope)).toBe("RECEIVED");
      await store.enqueued(envelope);
      await store.failing(envelope, "github_failed");
      expect(await store.receive(envelope)).toBe("ENQUEUED");
    });

    test("a failure does not create a delivery that was never received", async () => {
      await store.failing(envelope, "github_failed");
      expect(await store.receive(envelope)).toBe("new");
    });

    test("records the outcome of a delivery that it never received", async () => {
      await store.finish(envelope, { kind: "failed", reason: "malformed_payload" });
      expect(await store.receive(envelope)).toBe("PROCESSED");
    });

    test("finishing twice equals finishing once", async () => {
      await store.finish(envelope, { kind: "duplicate", job_ids: ["job"] });
      await store.finish(envelope, { kind: "duplicate", job_ids: ["job"] });
      expect(await store.receive(envelope)).toBe("PROCESSED");
    });

    test("treats a delivery as new after its time to live, even if the record is still stored", async () => {
      await store.receive(envelope);
      await store.finish(envelope, { kind: "ignored", reason: "bot" });
      clock.advance(31 * 86_400_000);
      expect(await store.receive(envelope)).toBe("new");
    });

    test("treats exactly one of a hundred concurrent deliveries as new (case 3)", async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => store.receive(envelope)));
      expect(answers.filter((answer) => answer === "new")).toHaveLength(1);
      expect(answers.filter((answer) => answer === "RECEIVED")).toHaveLength(99);
    });
  });
}
