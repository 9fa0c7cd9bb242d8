import { type Clock, isoTime } from "../../core/clock.ts";
import type { RolloutStore, RolloutVersion } from "../../core/routing/rollout-store.ts";

export interface FakeRolloutStore extends RolloutStore {
  /** How often it was read. */
  reads: number;
  /** Lets every call throw this error from now on; null lets calls succeed. */
  fail(error: Error | null): void;
}

/** The rollout in memory. */
export function createFakeRolloutStore(clock: Clock = Date.now): FakeRolloutStore {
  const versions: RolloutVersion[] = [];
  let failure: Error | null = null;
  function check(): void {
    if (failure) throw failure;
  }
  const store: FakeRolloutStore = {
    reads: 0,
    fail(error) {
      failure = error;
    },
    async current() {
      store.reads += 1;
      check();
      return structuredClone(versions[0] ?? null);
    },
    async replace(known, next) {
      check();
      if ((versions[0]?.version ?? 0) !== known) return null;
      const version = {
        version: known + 1,
        back_to: null,
        ...structuredClone(next),
        changed_at: isoTime(clock()),
      };
      versions.unshift(version);
      return structuredClone(version);
    },
    async history(limit) {
      check();
      return structuredClone(versions.slice(0, limit));
    },
  };
  return store;
}
