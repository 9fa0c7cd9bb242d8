import { pricesSchema } from "../../core/budgets/prices.schema.ts";
import type { ModelPrice, Prices } from "../../core/budgets/prices.ts";
import type { Mistake } from "./mistakes.ts";
import { readCheckedYaml } from "./read-checked-yaml.ts";
import type { YamlSource } from "./yaml-source.ts";

export const pricesFile = "workflows/prices.yml";

/** Reads `workflows/prices.yml`; null if it has mistakes in its own schema. */
export async function readPrices(root: string): Promise<{ prices: Prices | null; mistakes: Mistake[] }> {
  const hint = "`as_of`, `source` and `models`";
  const { checked, mistakes } = await readCheckedYaml<Prices>(root, pricesFile, {
    schema: pricesSchema,
    hint,
  });
  if (checked === null) return { prices: null, mistakes };
  const { data: prices, source } = checked;
  const inPrices = Object.entries(prices.models).flatMap(([model, price]) =>
    tooPrecise(price, ["models", model], source),
  );
  return { prices, mistakes: inPrices };
}

/** Costs are whole millionths of a dollar, computed from thousandths of a dollar per million tokens. */
function tooPrecise({ long_prompt, ...standard }: ModelPrice, path: string[], source: YamlSource): Mistake[] {
  const tiers = [
    { path, tier: standard },
    ...(long_prompt ? [{ path: [...path, "long_prompt"], tier: long_prompt }] : []),
  ];
  return tiers.flatMap(({ path: place, tier }) =>
    (["input", "output"] as const)
      .filter((side) => Number(tier[side].toFixed(3)) !== tier[side])
      .map((side) =>
        source.mistakeAt([...place, side], `\`${side}\` has more than three decimals: round it up.`),
      ),
  );
}
