import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Clock } from "../../../core/clock.ts";
import type { IntentStore } from "../../../core/deliveries/intent-store.ts";
import { FencedError } from "../../../core/errors.ts";
import { createTestClock, type TestClock } from "../clock.ts";

/** The contract of every IntentStore. */
export function intentStoreContract(name: string, create: (clock: Clock) => IntentStore): void {
  describe(`${name} as an intent store`, () => {
    let clock: TestClock;
    let store: IntentStore;
    let count = 0;
    let key = "";

    beforeEach(() => {
      count += 1;
      key = count.toString(16).padStart(64, "0");
      clock = createTestClock();
      store = create(clock);
    });

    test("one owner claims an intent, and may claim it again", async () => {
      expect(await store.claim(key, "first")).toEqual({ kind: "claimed", again: false });
      expect(await store.claim(key, "first")).toEqual({ kind: "claimed", again: true });
      expect(await store.claim(key, "second")).toEqual({ kind: "busy" });
    });

    test("another owner takes an intent over once the lease has expired, and not before", async () => {
      await store.claim(key, "first");
      clock.advance(60_000);
      expect(await store.claim(key, "second")).toEqual({ kind: "busy" });
      clock.advance(1);
      expect(await store.claim(key, "second")).toEqual({ kind: "claimed", again: true });
    });

    test("a claim by the owner renews the lease", async () => {
      await store.claim(key, "first");
      clock.advance(50_000);
      await store.claim(key, "first");
      clock.advance(50_000);
      expect(await store.claim(key, "second")).toEqual({ kind: "busy" });
    });

    test("a dispatched intent returns its jobs to every later owner", async () => {
      await store.claim(key, "first");
      await store.dispatched(key, "first", ["job-a", "job-b"]);
      const dispatched = { kind: "dispatched", job_ids: ["job-a", "job-b"], owner: "first" };
      expect(await store.claim(key, "first")).toEqual(dispatched);
      clock.advance(86_400_000);
      expect(await store.claim(key, "second")).toEqual(dispatched);
    });

    test("an intent without jobs can be dispatched too", async () => {
      await store.claim(key, "first");
      await store.dispatched(key, "first", []);
      expect(await store.claim(key, "second")).toEqual({ kind: "dispatched", job_ids: [], owner: "first" });
    });

    test("the owner may mark it as dispatched again", async () => {
      await store.claim(key, "first");
      await store.dispatched(key, "first", ["job"]);
      await store.dispatched(key, "first", ["job"]);
      expect(await store.claim(key, "second")).toEqual({
        kind: "dispatched",
        job_ids: ["job"],
        owner: "first",
      });
    });

    test("an owner whose lease was taken over is refused (case 12)", async () => {
      await store.claim(key, "first");
      clock.advance(60_001);
      await store.claim(key, "second");
      await expect(store.dispatched(key, "first", ["late"])).rejects.toBeInstanceOf(FencedError);
      expect(await store.claim(key, "second")).toEqual({ kind: "claimed", again: true });
    });

    test("an intent without a claim cannot be dispatched", async () => {
      await expect(store.dispatched(key, "first", [])).rejects.toBeInstanceOf(FencedError);
    });

    test("an intent is new after its time to live, even if the record is still stored", async () => {
      await store.claim(key, "first");
      await store.dispatched(key, "first", ["job"]);
      clock.advance(91 * 86_400_000);
      expect(await store.claim(key, "second")).toEqual({ kind: "claimed", again: false });
    });

    test("one of many concurrent owners claims it", async () => {
      const owners = Array.from({ length: 20 }, (_, index) => `owner-${index}`);
      const claims = await Promise.all(owners.map((owner) => store.claim(key, owner)));
      expect(claims.filter(({ kind }) => kind === "claimed")).toHaveLength(1);
      expect(claims.filter(({ kind }) => kind === "busy")).toHaveLength(19);
    });
  });
}
