const microsPerDollar = 1_000_000;

/** Converts US dollars into whole millionths of a dollar. */
export function microsOf(dollars: number): number {
  return Math.round(dollars * microsPerDollar);
}

/** Formats an amount: `$5.00`, or with four decimals below a cent. Returns `<$0.0001` for less than that. */
export function dollarText(micros: number): string {
  const dollars = micros / microsPerDollar;
  if (micros === 0 || micros >= 10_000) return `$${grouped(dollars.toFixed(2))}`;
  return micros < 100 ? "<$0.0001" : `$${dollars.toFixed(4)}`;
}

/** Formats a whole number with commas between thousands. */
export function countText(count: number): string {
  return grouped(String(count));
}

/** Not `toLocaleString`: the texts of comments are compared, so they must not depend on a platform's data. */
function grouped(number: string): string {
  return number.replace(/\d(?=(?:\d{3})+(?:\.|$))/g, "$&,");
}
