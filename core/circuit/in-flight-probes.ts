/**
 * The probes of this instance that are in flight. Its other calls wait until a probe ends: otherwise a step that makes
 * several requests at once would be blocked by its own probe.
 */
export interface InFlightProbes {
  /** Resolves when the probes of these circuits have ended; null if there are none. */
  inFlight(keys: string[]): Promise<unknown> | null;
  /** Registers a probe of these circuits. The caller calls the returned function when the probe has ended. */
  begin(keys: string[]): () => void;
}

export function createInFlightProbes(): InFlightProbes {
  const running = new Map<string, Promise<void>>();
  return {
    inFlight(keys) {
      const probes = keys.flatMap((key) => running.get(key) ?? []);
      return probes.length === 0 ? null : Promise.all(probes);
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
