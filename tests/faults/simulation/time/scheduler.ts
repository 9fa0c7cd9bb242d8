import type { Clock } from "../../../../core/clock.ts";

interface Planned {
  at: number;
  run(): void;
  /** A run may end while only these are left: schedules and deadlines. */
  background: boolean;
}

export type Handle = Planned;

/** A clock that advances only when all work of the present moment is done. */
export interface Scheduler {
  /** Milliseconds since the epoch. */
  now: Clock;
  after(milliseconds: number, run: () => void, background?: boolean): Handle;
  cancel(handle: Handle): void;
  sleep(milliseconds: number): Promise<void>;
  /** How many foreground actions are planned. */
  busy(): number;
  /** Advances the time until `done`, at most by that limit. Returns whether it was done. */
  run(done: () => boolean, limitMs: number): Promise<boolean>;
}

const start = Date.parse("2026-11-23T09:00:00.000Z");

export function createScheduler(): Scheduler {
  const planned: Planned[] = [];
  let now = start;
  let foreground = 0;

  /** Keeps the list in order of time; at equal times, in order of planning. */
  function insert(one: Planned): void {
    let index = planned.length;
    while (index > 0 && (planned[index - 1]?.at ?? 0) > one.at) index -= 1;
    planned.splice(index, 0, one);
  }

  function after(milliseconds: number, run: () => void, background = false): Handle {
    const one: Planned = { at: now + Math.max(0, Math.round(milliseconds)), run, background };
    insert(one);
    if (!background) foreground += 1;
    return one;
  }

  function takeDue(): Planned | null {
    if ((planned[0]?.at ?? Number.POSITIVE_INFINITY) > now) return null;
    const due = planned.shift() ?? null;
    if (due && !due.background) foreground -= 1;
    return due;
  }

  return {
    now: () => now,
    after,
    cancel(handle) {
      const index = planned.indexOf(handle);
      if (index < 0) return;
      planned.splice(index, 1);
      if (!handle.background) foreground -= 1;
    },
    sleep: (milliseconds) => new Promise((resolve) => void after(milliseconds, resolve)),
    busy: () => foreground,
    async run(done, limitMs) {
      const limit = now + limitMs;
      for (;;) {
        await promisesSettled();
        if (done()) return true;
        const [next] = planned;
        if (!next || next.at > limit) return false;
        now = next.at;
        // Runs all actions of one moment before any of their promises settles.
        for (let one = takeDue(); one; one = takeDue()) one.run();
      }
    },
  };
}

/** Resolves when every process waits for the outside. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
