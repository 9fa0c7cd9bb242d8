import { beforeEach, describe, expect, test } from "@jest/globals";
import { type Circuit, untouched } from "../../../core/circuit/circuit.ts";
import type { CircuitId, CircuitStore } from "../../../core/circuit/circuit-store.ts";

const open: Circuit = {
  state: "open",
  version: 1,
  until: 1_000,
  openings: 1,
  since: 500,
  reason: "github_failed",
};
const halfOpen: Circuit = { ...open, state: "half_open", version: 2, until: 2_000 };

/** What every CircuitStore keeps. */
export function circuitStoreContract(name: string, create: () => CircuitStore): void {
  describe(`${name} as a circuit store`, () => {
    let store: CircuitStore;
    let count = 0;
    let id: CircuitId;

    beforeEach(() => {
      count += 1;
      id = { provider: "github", key: String(count) };
      store = create();
    });

    test("one that nobody has touched is closed", async () => {
      expect(await store.read(id)).toEqual(untouched);
    });

    test("is as the last change left it", async () => {
      expect(await store.replace(id, untouched, open)).toBe(true);
      expect(await store.read(id)).toEqual(open);
      expect(await store.replace(id, open, halfOpen)).toBe(true);
      expect(await store.read(id)).toEqual(halfOpen);
    });

    test("is not changed by somebody who saw an earlier one", async () => {
      await store.replace(id, untouched, open);
      await store.replace(id, open, halfOpen);
      expect(await store.replace(id, untouched, open)).toBe(false);
      expect(await store.replace(id, open, { ...open, version: 2 })).toBe(false);
      expect(await store.read(id)).toEqual(halfOpen);
    });

    test("of many at once, one changes it", async () => {
      await store.replace(id, untouched, open);
      const changes = Array.from({ length: 20 }, (_, n) =>
        store.replace(id, open, { ...halfOpen, until: 2_000 + n }),
      );
      expect((await Promise.all(changes)).filter((done) => done)).toHaveLength(1);
    });

    test("is no other one's, by its key or by its provider", async () => {
      await store.replace(id, untouched, open);
      expect(await store.read({ ...id, key: "*" })).toEqual(untouched);
      expect(await store.read({ ...id, provider: "anthropic" })).toEqual(untouched);
    });
  });
}
