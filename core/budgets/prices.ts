/** `workflows/prices.yml`: what models cost, on one day and from one source. */
export interface Prices {
  /** Day on which the prices were read, `2026-11-28`. */
  as_of: string;
  /** Where they were read. */
  source: string;
  /** By `<provider>/<model id>`. */
  models: Record<string, ModelPrice>;
}

/** US dollars per million tokens. */
interface TokenPrice {
  input: number;
  output: number;
}

export interface ModelPrice extends TokenPrice {
  /** Price of a request whose prompt is longer; null if there is only one price. */
  long_prompt: (TokenPrice & { above_tokens: number }) | null;
}

export interface Tokens {
  input_tokens: number;
  output_tokens: number;
}

/** Returns the price of a model; null if the file has none. */
export function priceOf(model: string | null, { models }: Prices): ModelPrice | null {
  return model !== null && Object.hasOwn(models, model) ? (models[model] ?? null) : null;
}

/** Returns the cost of one request in millionths of a dollar, rounded up. */
export function costOfTokens(price: ModelPrice, { input_tokens, output_tokens }: Tokens): number {
  const { input, output } = tierOf(price, input_tokens);
  return Math.ceil((input_tokens * nanos(input) + output_tokens * nanos(output)) / 1_000);
}

function tierOf({ long_prompt, ...standard }: ModelPrice, input_tokens: number): TokenPrice {
  return long_prompt && input_tokens > long_prompt.above_tokens ? long_prompt : standard;
}

/** Dollars per million tokens are millionths of a dollar per token; prices have at most three decimals. */
function nanos(dollarsPerMillion: number): number {
  return Math.round(dollarsPerMillion * 1_000);
}
