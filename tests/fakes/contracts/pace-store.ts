import { beforeEach, describe, expect, test } from "@jest/globals";
import { newPace, type Pace } from "../../../core/pacing/pace.ts";
import type { PaceStore, Waiter } from "../../../core/pacing/pace-store.ts";

const some: Pace = {
  minute: { "178000001": 3 },
  hour: { "29666666": 4, "29666667": 3 },
  waiting_until: 1_780_000_060_000,
  last_repo: 77,
  version: 0,
};

/** The contract of every PaceStore. */
export function paceStoreContract(name: string, create: () => PaceStore): void {
  describe(`${name} as a pace store`, () => {
    let store: PaceStore;
    let installation = 4_200;
    let waiter: Waiter;
    const wait = { token: "token-1", writes: 3, since: "2001-01-01T00:00:00.000Z" };

    beforeEach(() => {
      installation += 1;
      store = create();
      waiter = {
        installation_id: installation,
        repo_id: 77,
        job_id: `job-${installation}-summary`,
        attempt: 2,
      };
    });

    const ownWaiters = async () =>
      (await store.waiting(1_000)).filter(({ installation_id }) => installation_id === installation);

    const known = async () => {
      const found = await store.wait(waiter);
      if (!found) throw new Error("It does not wait");
      return found;
    };

    test("a pace that was never written is new", async () => {
      expect(await store.read(installation)).toEqual(newPace);
    });

    test("a pace has the state of its last change and the next version", async () => {
      expect(await store.replace(installation, newPace, some)).toBe(true);
      expect(await store.read(installation)).toEqual({ ...some, version: 1 });
      const empty = { ...newPace, version: 1 };
      expect(await store.replace(installation, { ...some, version: 1 }, empty)).toBe(true);
      expect(await store.read(installation)).toEqual({ ...newPace, version: 2 });
    });

    test("of writers that read the same pace, one writes", async () => {
      const changes = Array.from({ length: 5 }, () => store.replace(installation, newPace, some));
      expect((await Promise.all(changes)).filter((done) => done)).toHaveLength(1);
      expect(await store.replace(installation, newPace, newPace)).toBe(false);
      expect(await store.read(installation)).toEqual({ ...some, version: 1 });
    });

    test("an attempt that waits is listed with what its key names, until it leaves", async () => {
      expect(await store.wait(waiter)).toBeNull();
      await store.enter(waiter, wait);
      expect(await ownWaiters()).toEqual([waiter]);
      const first = await known();
      expect(first).toEqual({ entries: 1, writes: 3, tokens: ["token-1"], granted_at: null });
      await store.leave(waiter, first);
      expect(await ownWaiters()).toEqual([]);
    });

    test("attempts are listed by the time since which they wait", async () => {
      const later = { ...waiter, repo_id: 78 };
      await store.enter(later, { ...wait, since: "2001-01-01T00:00:01.000Z" });
      await store.enter(waiter, wait);
      expect(await ownWaiters()).toEqual([waiter, later]);
    });

    test("a grant is used once, for as many writes and in as long as it holds", async () => {
      await store.enter(waiter, wait);
      expect(await store.useGrant(waiter, { writes: 3, since: 0 })).toBeNull();
      expect(await store.grant(waiter, await known(), 5_000)).toBe(true);
      expect((await known()).granted_at).toBe(5_000);
      expect(await store.useGrant(waiter, { writes: 4, since: 0 })).toBeNull();
      expect(await store.useGrant(waiter, { writes: 3, since: 5_001 })).toBeNull();
      expect(await store.useGrant(waiter, { writes: 3, since: 5_000 })).toBe(5_000);
      expect(await store.useGrant(waiter, { writes: 3, since: 0 })).toBeNull();
      expect(await store.useGrant({ ...waiter, attempt: 3 }, { writes: 3, since: 0 })).toBeNull();
    });

    test("an attempt that waits again keeps its tokens, and an earlier grant and end no longer apply", async () => {
      await store.enter(waiter, wait);
      const first = await known();
      await store.grant(waiter, first, 5_000);
      await store.enter(waiter, { ...wait, token: "token-2", writes: 5 });
      const second = await known();
      expect({ ...second, tokens: second.tokens.toSorted() }).toEqual({
        ...{ entries: 2, writes: 5, tokens: ["token-1", "token-2"], granted_at: null },
      });
      expect(await store.grant(waiter, first, 6_000)).toBe(false);
      await store.leave(waiter, first);
      expect(await ownWaiters()).toEqual([waiter]);
      expect((await known()).granted_at).toBeNull();
    });
  });
}
