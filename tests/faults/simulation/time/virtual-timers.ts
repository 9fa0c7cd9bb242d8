import type { Handle, Scheduler } from "./scheduler.ts";

let current: { scheduler: Scheduler; timers: Map<number, Handle>; last: number } | null = null;
let installed = false;

/**
 * Makes the deadlines of functions use the scheduler's time, until the returned function is called. Middy
 * takes its timers from `node:timers`: those stay real, and are cleared when an invocation ends.
 */
export function useVirtualTimers(scheduler: Scheduler): () => void {
  if (!installed) install();
  installed = true;
  current = { scheduler, timers: new Map(), last: 0 };
  return function useRealTimers(): void {
    current = null;
  };
}

/** Once for all runs: Jest keeps everything that its global object was ever given. */
function install(): void {
  const real = { setTimeout, clearTimeout, abortAfter: AbortSignal.timeout };

  function set(run: () => void, milliseconds = 0): unknown {
    if (!current) return real.setTimeout(run, milliseconds);
    current.last += 1;
    current.timers.set(current.last, current.scheduler.after(milliseconds, run, true));
    return current.last;
  }

  function clear(timer: unknown): void {
    const handle = typeof timer === "number" ? current?.timers.get(timer) : null;
    if (handle) current?.scheduler.cancel(handle);
    else if (typeof timer !== "number") real.clearTimeout(timer as NodeJS.Timeout | undefined);
  }

  function abortAfter(milliseconds: number): AbortSignal {
    if (!current) return real.abortAfter.call(AbortSignal, milliseconds);
    const controller = new AbortController();
    const abort = () => controller.abort(new DOMException("It took too long", "TimeoutError"));
    current.scheduler.after(milliseconds, abort, true);
    return controller.signal;
  }

  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  AbortSignal.timeout = abortAfter;
}
