import { type PriceName, priceNames, prices } from "./prices.ts";

/** Amounts used, by the name of the price. */
export type Use = Partial<Record<PriceName, number>>;

export function add(...uses: Use[]): Use {
  const amounts = priceNames.map((name) => [name, uses.reduce((sum, use) => sum + (use[name] ?? 0), 0)]);
  return Object.fromEntries(amounts.filter(([, amount]) => amount !== 0)) as Use;
}

export function times(use: Use, factor: number): Use {
  return Object.fromEntries(Object.entries(use).map(([name, amount]) => [name, amount * factor])) as Use;
}

/** Returns the cost of an amount in US dollars. */
export function costOf(name: PriceName, amount: number): number {
  const { usd, per } = prices[name];
  return (amount * usd) / per;
}

export function total(use: Use): number {
  return priceNames.reduce((sum, name) => sum + costOf(name, use[name] ?? 0), 0);
}
