import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "aws-lambda";
import type { CreateInstance, Handler } from "./interpreted-workflow.ts";

/** Before which call an instance falls asleep. */
export type Nap = (method: string, args: readonly unknown[]) => boolean;

/** An invocation that its time runs out for: its instance freezes in mid-work, as Lambda's do between invocations. */
export interface Sleep {
  asleep: Promise<void>;
  /** The next invocation wakes the instance: it makes the call that it was about to make. Ends as that call does. */
  wake(): Promise<unknown>;
}

export interface Sleeper {
  /** The same port; whoever oversleeps does it before one of its calls. */
  watch<Port extends object>(port: Port): Port;
  /** The same functions, by their names in the definition. */
  steps(own: CreateInstance): CreateInstance;
  /** The next invocation of that function oversleeps. */
  oversleeps(step: string, nap: Nap): Sleep;
  /** Calls a function, which oversleeps. */
  call(handler: Handler, event: unknown, nap: Nap): Sleep & { answer: Promise<unknown> };
  stop(): void;
}

/** Its time ends when it falls asleep, however fast the machine is: what waits for the end of this waits for that. */
const endless = 10_000_000;
const context = { getRemainingTimeInMillis: () => endless } as Context;

export function createSleeper(): Sleeper {
  const running = new AsyncLocalStorage<ReturnType<typeof lieDown>>();
  const next = new Map<string, ReturnType<typeof lieDown>>();

  const { setTimeout } = globalThis;
  globalThis.setTimeout = new Proxy(setTimeout, {
    apply(target, self, [callback, delay, ...args]: Parameters<typeof setTimeout>) {
      const invocation = running.getStore();
      const deadline = invocation && Number(delay) > endless / 2;
      if (deadline) void invocation.sleep.asleep.then(() => callback());
      return Reflect.apply(target, self, [deadline ? () => {} : callback, deadline ? 0 : delay, ...args]);
    },
  });

  async function pass(method: string, args: unknown[], call: () => unknown): Promise<unknown> {
    const invocation = running.getStore();
    if (!invocation?.tired(method, args)) return call();
    await invocation.fallAsleep();
    const outcome = Promise.resolve(call());
    invocation.goesOn(outcome);
    return outcome;
  }

  return {
    watch<Port extends object>(port: Port): Port {
      return new Proxy(port, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== "function") return value;
          return (...args: unknown[]) => pass(String(name), args, () => Reflect.apply(value, target, args));
        },
      });
    },

    steps(own) {
      const sleepy = (name: string, handler: Handler) => (event: never, given: Context) => {
        const invocation = next.get(name);
        next.delete(name);
        return invocation ? running.run(invocation, () => handler(event, context)) : handler(event, given);
      };
      const entries = Object.entries(own).map(([name, create]) => [name, () => sleepy(name, create())]);
      return Object.fromEntries(entries) as CreateInstance;
    },

    oversleeps(step, nap) {
      const invocation = lieDown(nap);
      next.set(step, invocation);
      return invocation.sleep;
    },

    call(handler, event, nap) {
      const invocation = lieDown(nap);
      return {
        ...invocation.sleep,
        answer: running.run(invocation, () => handler(event as never, context)),
      };
    },

    stop() {
      globalThis.setTimeout = setTimeout;
    },
  };
}

function lieDown(nap: Nap) {
  const asleep = Promise.withResolvers<void>();
  const woken = Promise.withResolvers<void>();
  const outcome = Promise.withResolvers<unknown>();
  let rested = false;
  const sleep: Sleep = {
    asleep: asleep.promise,
    wake() {
      woken.resolve();
      return outcome.promise;
    },
  };
  return {
    sleep,
    /** Once: what it does when it is awake again goes through. */
    tired: (method: string, args: unknown[]) => !rested && nap(method, args),
    fallAsleep(): Promise<void> {
      rested = true;
      asleep.resolve();
      return woken.promise;
    },
    goesOn: outcome.resolve,
  };
}
