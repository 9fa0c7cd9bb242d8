/** A low value, because the budget is a maximum: code has three to four ASCII characters a token. */
const asciiPerToken = 3;

/** Returns an upper estimate. Characters outside ASCII count as one token each. */
export function estimateTokens(text: string): number {
  let ascii = 0;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) < 128) ascii += 1;
  return Math.ceil(ascii / asciiPerToken) + text.length - ascii;
}

/** Returns the items that fit into `tokens`, in order; skips an item that does not fit. */
export function takeFitting<Item>(
  items: Item[],
  textOf: (item: Item) => string,
  tokens: number,
): { taken: Item[]; left: Item[]; rest: number } {
  const taken: Item[] = [];
  const left: Item[] = [];
  let rest = tokens;
  for (const item of items) {
    const cost = estimateTokens(textOf(item));
    if (cost <= rest) {
      taken.push(item);
      rest -= cost;
    } else left.push(item);
  }
  return { taken, left, rest };
}

/** Returns as many of the last items as fit, such as the newest messages of a conversation. */
export function takeLast<Item>(
  items: Item[],
  textOf: (item: Item) => string,
  tokens: number,
): { taken: Item[]; left: number } {
  let rest = tokens;
  let first = items.length;
  for (const item of items.toReversed()) {
    rest -= estimateTokens(textOf(item));
    if (rest < 0) break;
    first -= 1;
  }
  return { taken: items.slice(first), left: first };
}

/** Returns the start of the text that fits, in whole lines if possible, and whether the text was cut. */
export function takeBeginning(text: string, tokens: number): { taken: string; cut: boolean } {
  if (estimateTokens(text) <= tokens) return { taken: text, cut: false };
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (estimateTokens(text.slice(0, middle)) <= tokens) low = middle;
    else high = middle - 1;
  }
  const fitting = text.slice(0, low);
  const newline = fitting.lastIndexOf("\n");
  return { taken: (newline > 0 ? fitting.slice(0, newline) : fitting).toWellFormed(), cut: true };
}
