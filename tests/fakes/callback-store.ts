import type { Callback, CallbackStore } from "../../core/callbacks/callback-store.ts";
import { withTry } from "../../core/callbacks/send-tokens.ts";

export interface FakeCallbackStore extends CallbackStore {
  all(): Callback[];
}

/** The callbacks, in memory. */
export function createFakeCallbackStore(): FakeCallbackStore {
  const callbacks = new Map<string, Callback>();

  return {
    all: () => structuredClone([...callbacks.values()]),
    async open(callback) {
      const known = callbacks.get(callback.key);
      if (known?.status === "OPEN") Object.assign(known, withTry(known, callback));
      if (!known) {
        const runFields = { dispatched_at: null, run: null, notice: null };
        const unknown = { earlier_tokens: [], heartbeat_at: null, progress: null, ...runFields };
        callbacks.set(callback.key, { ...callback, ...unknown, status: "OPEN" });
      }
      return structuredClone(callbacks.get(callback.key) as Callback);
    },
    read: async (key) => structuredClone(callbacks.get(key) ?? null),
    async heartbeat(key, { at, progress }) {
      const known = callbacks.get(key);
      if (known?.status !== "OPEN") return false;
      known.heartbeat_at = at;
      known.progress = progress ?? known.progress;
      return true;
    },
    async end(key, status) {
      const known = callbacks.get(key);
      if (known?.status === "OPEN") known.status = status;
      return structuredClone(known ?? null);
    },
    async note(key, change) {
      const known = callbacks.get(key);
      if (known) Object.assign(known, structuredClone(change));
    },
  };
}
