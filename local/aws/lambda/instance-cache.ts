import type { Instance } from "./instance.ts";

const idleMilliseconds = 60_000;

export interface InstanceCache {
  /** Returns an idle instance, the one used last first, or starts a new one. */
  take(): Instance;
  /** Keeps an instance for later invocations, or ends it if the bundle has changed since it started. */
  giveBack(instance: Instance): void;
  list(): { pid: number; busy: boolean }[];
  /** Ends the current instances when they are idle. */
  reload(): void;
  /** Ends all instances; resolves when their processes have exited. */
  stop(): Promise<void>;
}

/** Keeps instances for reuse and ends those that have been idle for a minute. */
export function createInstanceCache(start: () => Instance): InstanceCache {
  const all = new Set<Instance>();
  const idle = new Map<Instance, NodeJS.Timeout>();
  let current = new WeakSet<Instance>();
  let stopped = false;

  function removeIdle(instance: Instance): void {
    clearTimeout(idle.get(instance));
    idle.delete(instance);
  }

  return {
    take() {
      const warm = [...idle.keys()].findLast((instance) => instance.alive);
      if (warm) {
        removeIdle(warm);
        return warm;
      }
      const instance = start();
      all.add(instance);
      current.add(instance);
      void instance.whenExited.then(() => {
        all.delete(instance);
        removeIdle(instance);
      });
      return instance;
    },
    giveBack(instance) {
      if (stopped || !instance.alive) return;
      if (!current.has(instance)) {
        instance.kill();
        return;
      }
      const timer = setTimeout(() => instance.kill(), idleMilliseconds);
      timer.unref();
      idle.set(instance, timer);
    },
    list: () =>
      [...all].flatMap((instance) =>
        instance.pid === undefined ? [] : [{ pid: instance.pid, busy: !idle.has(instance) }],
      ),
    reload() {
      current = new WeakSet();
      for (const instance of idle.keys()) instance.kill();
    },
    async stop() {
      stopped = true;
      for (const instance of all) instance.kill();
      await Promise.all([...all].map(({ whenExited }) => whenExited));
    },
  };
}
