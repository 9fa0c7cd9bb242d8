/**
 * The tries of this instance that are under way. Its other calls wait for how they end, which is soon: a step that
 * reads several things at once would otherwise fail by its own try.
 */
export interface OwnTries {
  /** Resolves when the tries at these circuits are over; null when there are none. */
  under(keys: string[]): Promise<unknown> | null;
  /** Begins a try at these circuits; call the answer when it is over. */
  begin(keys: string[]): () => void;
}

export function createOwnTries(): OwnTries {
  const running = new Map<string, Promise<void>>();
  return {
    under(keys) {
      const tries = keys.flatMap((key) => running.get(key) ?? []);
      return tries.length === 0 ? null : Promise.all(tries);
    },
    begin(keys) {
      const { promise, resolve } = Promise.withResolvers<void>();
      for (const key of keys) running.set(key, promise);
      return function end(): void {
        for (const key of keys) running.delete(key);
        resolve();
      };
    },
  };
}
