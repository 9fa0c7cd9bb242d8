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

type Try = Pick<Callback, "task_token" | "earlier_tokens" | "expires_at">;

/** Returns what another try of the state changes: its token, and the time until which it waits; null for a known one. */
export function withTry(
  known: Try,
  { task_token, expires_at }: Pick<Callback, "task_token" | "expires_at">,
): Try | null {
  const earlier = [known.task_token, ...known.earlier_tokens];
  if (earlier.includes(task_token)) return null;
  return {
    task_token,
    earlier_tokens: earlier.slice(0, maxEarlierTokens),
    expires_at: expires_at > known.expires_at ? expires_at : known.expires_at,
  };
}
