export interface Spread {
  lower: number;
  median: number;
  upper: number;
}

/** Median and quartiles. */
export function spreadOf(values: readonly number[]): Spread {
  const at = (share: number) => quantileOf(values, share);
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}

/** Returns the value below which this share of the values is, by linear interpolation. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
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
