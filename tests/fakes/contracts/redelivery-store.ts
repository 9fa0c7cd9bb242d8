import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Clock } from "../../../core/clock.ts";
import type { RedeliveryStore } from "../../../core/deliveries/redelivery-store.ts";
import { createTestClock, type TestClock } from "../clock.ts";

/** The contract of every store of requested redeliveries. */
export function redeliveryStoreContract(name: string, create: (clock: Clock) => RedeliveryStore): void {
  describe(`${name} as a store of redeliveries`, () => {
    let clock: TestClock;
    let store: RedeliveryStore;
    let count = 0;
    let hook = "";

    beforeEach(() => {
      count += 1;
      clock = createTestClock();
      store = create(clock);
      hook = `octo-demo/hook-${count}:7`;
    });

    const never = { walked_at: null, full_at: null, cursor: null };

    test("one instance takes a hook's turn, which is due again after its time", async () => {
      const both = await Promise.all([store.beginWalk(hook, 60_000), store.beginWalk(hook, 60_000)]);
      expect(both.filter((walk) => walk !== null)).toEqual([never]);
      clock.advance(59_999);
      expect(await store.beginWalk(hook, 60_000)).toBeNull();
      clock.advance(1);
      expect(await store.beginWalk(hook, 60_000)).toEqual(never);
    });

    test("the next walk starts at the stored position, even if it is null", async () => {
      await store.beginWalk(hook, 60_000);
      const left = {
        walked_at: "2026-11-23T09:00:00.000Z",
        full_at: "2026-11-23T08:00:00.000Z",
        cursor: "v1_9",
      };
      await store.endWalk(hook, left);
      expect(await store.beginWalk(hook, 60_000)).toBeNull();
      clock.advance(60_000);
      expect(await store.beginWalk(hook, 60_000)).toEqual(left);
      await store.endWalk(hook, { ...left, full_at: null, cursor: null });
      clock.advance(60_000);
      expect(await store.beginWalk(hook, 60_000)).toEqual({ ...left, full_at: null, cursor: null });
    });

    test("hooks are independent", async () => {
      await store.beginWalk(hook, 60_000);
      expect(await store.beginWalk(`${hook}8`, 60_000)).toEqual(never);
      await store.recordRequest(hook, "guid", null);
      expect(await store.requestsFor(`${hook}8`, "guid")).toBeNull();
    });

    test("counts requests for a redelivery, with the time of the last", async () => {
      expect(await store.requestsFor(hook, "guid")).toBeNull();
      expect(await store.recordRequest(hook, "guid", null)).toBe(true);
      const once = await store.requestsFor(hook, "guid");
      expect(once).toEqual({ times: 1, asked_at: "2026-11-23T09:00:00.000Z", closed: false });
      clock.advance(300_000);
      expect(await store.recordRequest(hook, "guid", once)).toBe(true);
      const twice = { times: 2, asked_at: "2026-11-23T09:05:00.000Z", closed: false };
      expect(await store.requestsFor(hook, "guid")).toEqual(twice);
    });

    test("one of two instances that saw the same count requests it", async () => {
      const first = await Promise.all([
        store.recordRequest(hook, "guid", null),
        store.recordRequest(hook, "guid", null),
      ]);
      expect(first.toSorted()).toEqual([false, true]);
      const seen = await store.requestsFor(hook, "guid");
      const second = await Promise.all([
        store.recordRequest(hook, "guid", seen),
        store.recordRequest(hook, "guid", seen),
      ]);
      expect(second.toSorted()).toEqual([false, true]);
      expect(await store.requestsFor(hook, "guid")).toMatchObject({ times: 2 });
    });

    test("a closed delivery is not requested again, and is closed once", async () => {
      await store.recordRequest(hook, "guid", null);
      const seen = await store.requestsFor(hook, "guid");
      expect(await store.close(hook, "guid")).toBe(true);
      expect(await store.close(hook, "guid")).toBe(false);
      expect(await store.requestsFor(hook, "guid")).toEqual({ ...seen, closed: true });
      expect(await store.recordRequest(hook, "guid", seen)).toBe(false);
    });

    test("a delivery that was never requested can be closed, and stays closed", async () => {
      expect(await store.close(hook, "guid")).toBe(true);
      expect(await store.requestsFor(hook, "guid")).toEqual({ times: 0, asked_at: null, closed: true });
      expect(await store.recordRequest(hook, "guid", null)).toBe(false);
    });
  });
}
