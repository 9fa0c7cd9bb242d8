import { beforeEach, describe, expect, test } from "@jest/globals";
import type { RolloutStore } from "../../../core/routing/rollout-store.ts";
import type { RolloutPolicy } from "../../../core/routing/routing-policy.ts";

const shadow: RolloutPolicy = { default: "shadow", canary_percentage: 0, rules: [] };
const canary: RolloutPolicy = {
  default: "canary",
  canary_percentage: 10,
  rules: [{ when: { repos: ["octo-demo/*"], commands: ["security"] }, mode: "active" }],
};

/** The contract of every RolloutStore; `create` returns an empty one. */
export function rolloutStoreContract(name: string, create: () => Promise<RolloutStore> | RolloutStore): void {
  describe(`${name} as a store of the rollout`, () => {
    let store: RolloutStore;

    beforeEach(async () => {
      store = await create();
    });

    const change = (policy: RolloutPolicy | null, reason: string) => ({
      ...{ policy, reason, changed_by: "operator:ada" },
    });

    test("returns null before the first change", async () => {
      expect(await store.current()).toBeNull();
      expect(await store.history(10)).toEqual([]);
    });

    test("a change takes effect, and records who made it, when and why", async () => {
      const changed = await store.replace(0, change(shadow, "a first look"));

      expect(changed).toEqual({
        version: 1,
        policy: shadow,
        changed_by: "operator:ada",
        reason: "a first look",
        changed_at: expect.stringMatching(/^\d{4}-.*Z$/),
        back_to: null,
      });
      expect(await store.current()).toEqual(changed);
    });

    test("every change stays in the history, newest first", async () => {
      await store.replace(0, change(shadow, "one"));
      await store.replace(1, change(canary, "two"));
      await store.replace(2, change(null, "three"));

      const history = await store.history(10);
      expect(history.map(({ version, reason, policy }) => [version, reason, policy])).toEqual([
        [3, "three", null],
        [2, "two", canary],
        [1, "one", shadow],
      ]);
      expect((await store.history(2)).map(({ version }) => version)).toEqual([3, 2]);
    });

    test("a change that restores a version records which one", async () => {
      await store.replace(0, change(shadow, "one"));
      await store.replace(1, { ...change(null, "two"), back_to: 0 });
      await store.replace(2, change(canary, "three"));

      expect((await store.history(10)).map(({ back_to }) => back_to)).toEqual([null, 0, null]);
    });

    test("a writer that read an earlier version changes nothing", async () => {
      await store.replace(0, change(shadow, "one"));
      await store.replace(1, change(canary, "two"));

      expect(await store.replace(1, change(null, "late"))).toBeNull();
      expect(await store.replace(0, change(null, "later"))).toBeNull();
      expect(await store.current()).toMatchObject({ version: 2, policy: canary });
      expect(await store.history(10)).toHaveLength(2);
    });

    test("one of many concurrent changes succeeds", async () => {
      const all = Array.from({ length: 10 }, (_, n) => store.replace(0, change(shadow, String(n))));
      expect((await Promise.all(all)).filter((done) => done !== null)).toHaveLength(1);
    });
  });
}
