export interface Spread {
  lower: number;
  median: number;
  upper: number;
}

/** Median and quartiles, by linear interpolation. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

export function showSpread({ lower, median, upper }: Spread, digits = 0): string {
  return `${median.toFixed(digits)} (${lower.toFixed(digits)}–${upper.toFixed(digits)})`;
}

/** Returns the median ratio over the rounds: both measurements of a round ran under the same load. */
export function ratioOf(values: readonly number[], base: readonly number[]): string {
  return spreadOf(values.map((value, round) => value / (base[round] ?? Number.NaN))).median.toFixed(2);
}
