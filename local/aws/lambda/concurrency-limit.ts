import { AwsError } from "../server/aws-error.ts";

/** How long the caller of an invocation waits for it to start. */
export interface Caller {
  /** Aborts when the caller has gone: an invocation that has not started by then does not start. */
  signal?: AbortSignal;
  /** How long to wait for a slot, in milliseconds. Infinity waits until the signal aborts. */
  maxWaitMs?: number;
}

export interface ConcurrencyLimit {
  /** Takes a slot for one invocation, in the order of calls. Throws TooManyRequestsException if none is free in time. */
  enter(caller: Caller): Promise<void>;
  /** Gives the slot to the caller that has waited longest. */
  leave(): void;
  /** Gives every waiting caller a slot, at shutdown. */
  open(): void;
}

/**
 * Lambda throttles an invocation above the limit immediately, but its limit is in the hundreds. The laptop runs only a
 * few, so a caller waits a little first: less than the time between a function's timeout and that of its state.
 */
const defaultMaxWaitMs = 3_000;

/** Limits how many invocations of one function run at the same time. */
export function createConcurrencyLimit(maximum: number): ConcurrencyLimit {
  const waiting: (() => void)[] = [];
  let running = 0;

  function wait({ signal, maxWaitMs = defaultMaxWaitMs }: Caller): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void => {
      const index = waiting.indexOf(resolve);
      // The caller may have received a slot at the same moment. Then it no longer waits.
      if (index < 0) return;
      waiting.splice(index, 1);
      reject(throttled());
    };
    waiting.push(resolve);
    const timer = Number.isFinite(maxWaitMs) ? setTimeout(giveUp, maxWaitMs) : undefined;
    signal?.addEventListener("abort", giveUp);
    return promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
    });
  }

  return {
    async enter(caller) {
      if (maximum === 0 || caller.signal?.aborted) throw throttled();
      if (running < maximum) running += 1;
      else await wait(caller);
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    },
    open() {
      for (const enter of waiting.splice(0)) enter();
    },
  };
}

function throttled(): AwsError {
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
}
