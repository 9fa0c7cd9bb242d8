import { beforeEach, describe, expect, test } from "@jest/globals";
import type { BudgetStore } from "../../../core/budgets/budget-store.ts";

const day = "2026-11-28";
const dollar = 1_000_000;

/** The contract of every BudgetStore. */
export function budgetStoreContract(name: string, create: () => BudgetStore): void {
  describe(`${name} as a budget store`, () => {
    let store: BudgetStore;
    let count = 0;
    let budget: { key: string; scope: "person"; name: string; limit: number };
    const run = (n: number, micros = 2 * dollar) => ({ run: `job-${n}-r1`, micros });
    const use = () => store.read(budget.key, day);

    beforeEach(() => {
      count += 1;
      budget = { key: `person#${count}`, scope: "person", name: "octocat", limit: 5 * dollar };
      store = create();
    });

    test("a budget that nothing was reserved in has no use", async () => {
      expect(await use()).toBeNull();
    });

    test("a run holds its amount", async () => {
      expect(await store.reserve(budget, day, run(1))).toEqual({ kind: "held" });
      const { key, name, limit } = budget;
      expect(await use()).toEqual({ key, name, limit, used: 2 * dollar, held: 2 * dollar });
    });

    test("a run that holds its amount already holds it once", async () => {
      await store.reserve(budget, day, run(1));
      expect(await store.reserve(budget, day, run(1))).toEqual({ kind: "held" });
      expect(await use()).toMatchObject({ used: 2 * dollar });
    });

    test("a run that holds its amount keeps it when the budget is used up", async () => {
      await store.reserve(budget, day, run(1, 5 * dollar));
      expect(await store.reserve(budget, day, run(1, 5 * dollar))).toEqual({ kind: "held" });
    });

    test("a run that does not fit holds nothing and learns what is used", async () => {
      await store.reserve(budget, day, run(1));
      await store.reserve(budget, day, run(2));
      const { key, name, limit } = budget;
      const used = { key, name, limit, used: 4 * dollar, held: 4 * dollar };
      expect(await store.reserve(budget, day, run(3))).toEqual({ kind: "exceeded", use: used });
      expect(await use()).toEqual(used);
    });

    test("a run fits that uses exactly what is left", async () => {
      await store.reserve(budget, day, run(1));
      expect(await store.reserve(budget, day, run(2, 3 * dollar))).toEqual({ kind: "held" });
      expect(await store.reserve(budget, day, run(3, 1))).toMatchObject({ kind: "exceeded" });
    });

    test("an unused budget refuses more than its limit", async () => {
      const refused = await store.reserve(budget, day, run(1, 5 * dollar + 1));
      expect(refused).toMatchObject({ kind: "exceeded", use: { used: 0, held: 0 } });
      expect(await use()).toBeNull();
    });

    test("a changed limit applies to the next run", async () => {
      await store.reserve(budget, day, run(1));
      const lower = { ...budget, limit: 3 * dollar, name: "octocat-renamed" };
      expect(await store.reserve(lower, day, run(2))).toMatchObject({
        kind: "exceeded",
        use: { limit: 3 * dollar },
      });
      expect(await store.reserve(lower, day, run(3, dollar))).toEqual({ kind: "held" });
      expect(await use()).toMatchObject({ limit: 3 * dollar, name: "octocat-renamed" });
    });

    test("a settled run is charged its cost and frees the rest", async () => {
      await store.reserve(budget, day, run(1));
      expect(await store.settle(budget.key, day, run(1), 500_000)).toBe(true);
      expect(await use()).toMatchObject({ used: 500_000, held: 0 });
    });

    test("a run is settled once", async () => {
      await store.reserve(budget, day, run(1));
      await store.settle(budget.key, day, run(1), 500_000);
      expect(await store.settle(budget.key, day, run(1), 500_000)).toBe(false);
      expect(await use()).toMatchObject({ used: 500_000, held: 0 });
    });

    test("a run is never charged more than it holds", async () => {
      await store.reserve(budget, day, run(1));
      await store.settle(budget.key, day, run(1), 90 * dollar);
      expect(await use()).toMatchObject({ used: 2 * dollar, held: 0 });
    });

    test("settling a run that holds nothing, or another amount, changes nothing", async () => {
      expect(await store.settle(budget.key, day, run(1), dollar)).toBe(false);
      expect(await use()).toBeNull();
      await store.reserve(budget, day, run(1));
      expect(await store.settle(budget.key, day, run(1, 3 * dollar), dollar)).toBe(false);
      expect(await store.settle(budget.key, day, run(2), dollar)).toBe(false);
      expect(await use()).toMatchObject({ used: 2 * dollar, held: 2 * dollar });
    });

    test("each day and each key has its own budget", async () => {
      await store.reserve(budget, day, run(1, 5 * dollar));
      expect(await store.reserve(budget, "2026-11-29", run(2))).toEqual({ kind: "held" });
      const other = { ...budget, key: `${budget.key}-other` };
      expect(await store.reserve(other, day, run(3))).toEqual({ kind: "held" });
    });

    test("fifty runs at the same time never hold more than the limit", async () => {
      const runs = Array.from({ length: 50 }, (_, n) => run(n, 300_000));
      const reserved = await Promise.all(runs.map((one) => store.reserve(budget, day, one)));
      const held = runs.filter((_, n) => reserved[n]?.kind === "held");
      expect(held).toHaveLength(16);
      expect(await use()).toMatchObject({ used: 4_800_000, held: 4_800_000 });

      await Promise.all(held.map((one, n) => store.settle(budget.key, day, one, n * 10_000)));
      expect(await use()).toMatchObject({ used: 1_200_000, held: 0 });
    });
  });
}
