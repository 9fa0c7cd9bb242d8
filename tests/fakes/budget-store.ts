import type { BudgetStore, BudgetUse } from "../../core/budgets/budget-store.ts";

interface Entry extends Omit<BudgetUse, "key" | "held"> {
  held: Map<string, number>;
}

export interface FakeBudgetStore extends BudgetStore {
  /** By `<key>#<day>`. */
  budgets: Map<string, Entry>;
}

/** The budgets in memory. */
export function createFakeBudgetStore(): FakeBudgetStore {
  const budgets = new Map<string, Entry>();
  const useOf = (key: string, { held, ...entry }: Entry): BudgetUse => ({
    key,
    ...entry,
    held: [...held.values()].reduce((sum, micros) => sum + micros, 0),
  });

  return {
    budgets,

    async reserve({ key, name, limit }, day, { run, micros }) {
      const entry = budgets.get(`${key}#${day}`) ?? { name, limit, used: 0, held: new Map() };
      if (entry.held.has(run)) return { kind: "held" };
      if (entry.used + micros > limit) {
        return { kind: "exceeded", use: { ...useOf(key, entry), name, limit } };
      }
      entry.held.set(run, micros);
      budgets.set(`${key}#${day}`, { ...entry, name, limit, used: entry.used + micros });
      return { kind: "held" };
    },

    async settle(key, day, { run, micros }, charge) {
      const entry = budgets.get(`${key}#${day}`);
      if (entry?.held.get(run) !== micros) return false;
      entry.held.delete(run);
      entry.used += Math.min(charge, micros) - micros;
      return true;
    },

    async read(key, day) {
      const entry = budgets.get(`${key}#${day}`);
      return entry ? useOf(key, entry) : null;
    },
  };
}
