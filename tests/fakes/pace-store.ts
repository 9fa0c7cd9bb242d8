import { newPace, type Pace } from "../../core/pacing/pace.ts";
import type { PaceStore, Wait, Waiter } from "../../core/pacing/pace-store.ts";
import { deepCopy } from "./deep-copy.ts";

interface FakeWait extends Wait {
  waiter: Waiter;
  since: string;
  pending: boolean;
}

export interface FakePaceStore extends PaceStore {
  /** Every pace that was ever written, by installation. */
  paces: Map<number, Pace>;
  /** All waits, ended or not. */
  waits(): FakeWait[];
}

/** The paces and waits in memory. */
export function createFakePaceStore(): FakePaceStore {
  const paces = new Map<number, Pace>();
  const waits = new Map<string, FakeWait>();
  const keyOf = ({ installation_id, repo_id, job_id, attempt }: Waiter) =>
    [installation_id, repo_id, job_id, attempt].join("#");

  /** The wait, unless the attempt has started to wait again since it was read. */
  function current(waiter: Waiter, known: Wait): FakeWait | undefined {
    const wait = waits.get(keyOf(waiter));
    return wait?.entries === known.entries ? wait : undefined;
  }

  return {
    paces,
    waits: () => deepCopy([...waits.values()]),
    read: async (installation) => deepCopy(paces.get(installation) ?? newPace),

    async replace(installation, known, next) {
      if ((paces.get(installation) ?? newPace).version !== known.version) return false;
      paces.set(installation, deepCopy({ ...next, version: known.version + 1 }));
      return true;
    },

    async enter(waiter, { token, writes, since }) {
      const known = waits.get(keyOf(waiter));
      const tokens = [...new Set([...(known?.tokens ?? []), token])];
      const entries = (known?.entries ?? 0) + 1;
      waits.set(keyOf(waiter), {
        ...{ waiter: deepCopy(waiter), since, pending: true, tokens, entries, writes, granted_at: null },
      });
    },

    waiting: async (limit) =>
      [...waits.values()]
        .filter(({ pending }) => pending)
        .toSorted((a, b) => a.since.localeCompare(b.since))
        .slice(0, limit)
        .map(({ waiter }) => deepCopy(waiter)),

    async wait(waiter) {
      const found = waits.get(keyOf(waiter));
      if (!found) return null;
      const { entries, writes, tokens, granted_at } = found;
      return { entries, writes, tokens: [...tokens], granted_at };
    },

    async grant(waiter, known, at) {
      const wait = current(waiter, known);
      if (wait) wait.granted_at = at;
      return wait !== undefined;
    },

    async leave(waiter, known) {
      const wait = current(waiter, known);
      if (wait) wait.pending = false;
    },

    async useGrant(waiter, { writes, since }) {
      const wait = waits.get(keyOf(waiter));
      const granted_at = wait?.granted_at ?? null;
      if (!wait || granted_at === null || granted_at < since || wait.writes < writes) return null;
      wait.granted_at = null;
      return granted_at;
    },
  };
}
