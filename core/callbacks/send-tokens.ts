import type { Callback } from "./callback-store.ts";

/**
 * Sends something to the state that waits for a callback: by the newest task token first, then by those of earlier tries,
 * because the write of an earlier try can land after the newest. Returns whether a state was waiting.
 */
export async function sendTokens(
  { task_token, earlier_tokens }: Pick<Callback, "task_token" | "earlier_tokens">,
  send: (token: string) => Promise<boolean>,
): Promise<boolean> {
  for (const token of [task_token, ...earlier_tokens]) {
    if (await send(token)) return true;
  }
  return false;
}

/** A state is tried more often only while nothing is called. */
const maxEarlierTokens = 9;

/** Returns the tokens after another try of the state; null if it is known. */
export function withToken(
  { task_token, earlier_tokens }: Pick<Callback, "task_token" | "earlier_tokens">,
  token: string,
): Pick<Callback, "task_token" | "earlier_tokens"> | null {
  if (token === task_token || earlier_tokens.includes(token)) return null;
  return { task_token: token, earlier_tokens: [task_token, ...earlier_tokens].slice(0, maxEarlierTokens) };
}
