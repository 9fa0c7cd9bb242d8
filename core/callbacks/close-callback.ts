import type { CallbackStore } from "./callback-store.ts";

/**
 * Closes the callback of a run that ends without a result. Returns `publish` if a result was stored before: it counts, even
 * if the signal to the workflow was lost and the run seemed silent.
 */
export async function closeCallback(
  key: string,
  callbacks: Pick<CallbackStore, "end">,
): Promise<"publish" | "end"> {
  const ended = await callbacks.end(key, "CLOSED");
  return ended?.status === "RESULT" ? "publish" : "end";
}
