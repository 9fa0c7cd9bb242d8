import { AwsError } from "../server/aws-error.ts";

/** The caller of an invocation. */
export interface Caller {
  /** Aborted when the caller no longer wants the result: work that has not started by then never starts. */
  signal?: AbortSignal;
  /** How long to wait for a slot, in milliseconds; with Infinity only the signal decides. */
  patienceMs?: number;
}

export interface ConcurrencyLimit {
  /** Takes a slot for one invocation, in the order of the calls. Throws TooManyRequestsException if none is free in time. */
  enter(caller: Caller): Promise<void>;
  /** Gives the slot to the caller that has waited longest. */
  leave(): void;
  /** Lets every waiting caller in, at shutdown. */
  open(): void;
}

/**
 * Lambda throttles an invocation above the limit immediately; its account's limit is in the hundreds. The laptop has
 * capacity for a few, so a caller waits a little first: less than what remains of a state's timeout after its
 * function's own.
 */
const standardPatienceMs = 3_000;

/** Limits how many invocations of one function run at the same time. */
export function createConcurrencyLimit(maximum: number): ConcurrencyLimit {
  const waiting: (() => void)[] = [];
  let running = 0;

  function wait({ signal, patienceMs = standardPatienceMs }: Caller): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void => {
      const place = waiting.indexOf(resolve);
      // It may have been let in at the same moment; then another one stands last.
      if (place < 0) return;
      waiting.splice(place, 1);
      reject(throttled());
    };
    waiting.push(resolve);
    const timer = Number.isFinite(patienceMs) ? setTimeout(giveUp, patienceMs) : undefined;
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
