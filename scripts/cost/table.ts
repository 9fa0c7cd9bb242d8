import { type PriceName, priceNames, prices } from "./prices.ts";
import { costOf, total, type Use } from "./use.ts";

export interface StageUse {
  stage: string;
  use: Use;
}

/** Returns a Markdown table of what stages use and what it costs; items under a cent in all stages share one row. */
export function useTable(stages: StageUse[]): string {
  const used = priceNames.filter((name) => stages.some(({ use }) => (use[name] ?? 0) > 0));
  const isSmall = (name: PriceName) => stages.every(({ use }) => costOf(name, use[name] ?? 0) < 0.01);
  const large = used.filter((name) => !isSmall(name));
  const small = used.filter(isSmall);
  const rows = large.map((name) => [
    prices[name].what,
    priceText(name),
    ...stages.flatMap(({ use }) => [amountText(use[name] ?? 0), money(costOf(name, use[name] ?? 0))]),
  ]);
  if (small.length > 0) {
    rows.push([
      `${small.length} more, each under a cent`,
      "",
      ...stages.flatMap(({ use }) => ["", money(total(only(use, small)))]),
    ]);
  }
  rows.push(["**total**", "", ...stages.flatMap(({ use }) => ["", `**${money(total(use))}**`])]);
  const head = ["what", "price", ...stages.flatMap(({ stage }) => [stage, "$"])];
  return markdownTable(head, rows);
}

/** Returns a Markdown table whose first column is text and whose other columns are numbers. */
export function markdownTable(head: string[], rows: string[][]): string {
  const rule = head.map((_cell, index) => (index === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export function money(usd: number): string {
  return usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function priceText(name: PriceName): string {
  const { usd, per } = prices[name];
  const dollars = usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 10 });
  return per === 1 ? dollars : `${dollars} per ${per.toLocaleString("en-US")}`;
}

function amountText(amount: number): string {
  if (amount === 0) return "–";
  const digits =
    amount < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: amount < 10 ? 2 : 0 };
  return amount.toLocaleString("en-US", digits);
}

function only(use: Use, names: PriceName[]): Use {
  return Object.fromEntries(names.map((name) => [name, use[name] ?? 0])) as Use;
}
