import { Crash } from "../../../fakes/crash.ts";
import type { Call, Calls } from "../faults/calls.ts";
import type { FaultKind, Nature } from "../faults/fault.ts";
import type { Scheduler } from "../time/scheduler.ts";

/** A call of a process to the outside. */
export interface OutsideCall<Result> {
  what: string;
  nature: Nature;
  args: readonly unknown[];
  effect(): Promise<Result>;
  /** The error that the caller gets if there is no response, or a temporary refusal. */
  failure(limited: boolean): Error;
  /** For an index: the result of some time ago. */
  stale?(): Promise<Result>;
  /** For a comment: it exists, and lists omit it for that many milliseconds. */
  hidden?(milliseconds: number): Promise<Result>;
  /** For a message: it is sent twice. */
  doubled?(): Promise<Result>;
}

/**
 * One instance of a function: it runs one invocation at a time, is frozen in between, and may end at any
 * call.
 */
export interface Instance {
  name: string;
  /** The instance's own clock. */
  clock(): number;
  call<Result>(call: OutsideCall<Result>): Promise<Result>;
  pause(milliseconds: number): Promise<void>;
  isGone(): boolean;
  /** An invocation starts; unfinished work of the previous one continues. */
  thaw(onEnd: (error: string) => void): void;
  /** Its invocation has ended: it receives nothing before the next one. */
  freeze(): void;
  end(error: string): void;
}

export interface InstanceParts {
  scheduler: Scheduler;
  calls: Calls;
  /** Runs an effect with the clock of its caller. */
  perform<Result>(effect: () => Promise<Result>, clock: () => number, nature: Nature): Promise<Result>;
}

export function createInstance(name: string, skewMs: number, parts: InstanceParts): Instance {
  const { scheduler, calls } = parts;
  const clock = () => scheduler.now() + skewMs;
  const open = new Set<(error: Error) => void>();
  let state: "running" | "frozen" | "gone" = "frozen";
  let waiting: (() => void)[] = [];
  let isFirst = true;
  let onEnd: (error: string) => void = () => {};

  function end(error: string): void {
    if (state === "gone") return;
    state = "gone";
    // The code ends too, but its further calls have no effect.
    for (const reject of open) reject(new Crash());
    onEnd(error);
  }

  /** Delivers a result as soon as the instance runs. */
  function answer(settle: () => void): void {
    if (state === "running") settle();
    else if (state === "frozen") waiting.push(settle);
  }

  function outside<Result>(
    begin: (resolve: (result: Result) => void, reject: (error: unknown) => void) => void,
  ) {
    if (state === "gone") return Promise.reject<Result>(new Crash());
    return new Promise<Result>((resolve, reject) => {
      open.add(reject);
      const settle = (settled: () => void) =>
        answer(() => {
          open.delete(reject);
          settled();
        });
      begin(
        (result) => settle(() => resolve(result)),
        (error) => settle(() => reject(error)),
      );
    });
  }

  function call<Result>(asked: OutsideCall<Result>): Promise<Result> {
    const { what, nature, args } = asked;
    return outside<Result>((resolve, reject) => {
      const made = calls.make({ by: name, what, nature, args, isFirst });
      isFirst = false;
      const settle = (result: Promise<Result>) =>
        result.then(resolve, (error: unknown) => reject(noted(made, error)));
      scheduler.after(calls.latency(what), () => {
        if (state !== "gone") arrive(asked, made, settle, reject);
        else if (calls.outlives()) parts.perform(asked.effect, clock, nature).catch(() => null);
      });
    });
  }

  /** The call has arrived at the other side. */
  function arrive<Result>(
    asked: OutsideCall<Result>,
    made: Call,
    settle: (result: Promise<Result>) => void,
    reject: (error: unknown) => void,
  ): void {
    const perform = (effect = asked.effect) => parts.perform(effect, clock, asked.nature);
    const performUnanswered = (effect?: () => Promise<Result>) => void perform(effect).catch(() => null);
    const fail = (limited = false) => reject(noted(made, asked.failure(limited)));
    // Lambda names some crashes, but not others (out of memory).
    const outcomes: Record<FaultKind, () => void> = {
      "crash-before": () => end("Runtime.ExitError"),
      "crash-after": () => {
        performUnanswered();
        end("Lambda.Unknown");
      },
      fail,
      limited: () => fail(true),
      lost: () => {
        performUnanswered();
        fail();
      },
      late: () => {
        scheduler.after(calls.delay(made.nature), () => performUnanswered());
        fail();
      },
      hidden: () => {
        performUnanswered(() => (asked.hidden ?? asked.effect)(calls.hiding(made)));
        fail();
      },
      hang: () => performUnanswered(),
      stale: () => settle(perform(asked.stale)),
      doubled: () => settle(perform(asked.doubled)),
    };
    if (made.fault) outcomes[made.fault]();
    else settle(perform());
  }

  return {
    name,
    clock,
    call,
    pause: (milliseconds) =>
      outside((resolve) => void scheduler.after(milliseconds, () => resolve(undefined))),
    isGone: () => state === "gone",
    thaw(whenEnded) {
      state = "running";
      isFirst = true;
      onEnd = whenEnded;
      const answers = waiting;
      waiting = [];
      for (const settle of answers) settle();
    },
    freeze() {
      if (state === "running") state = "frozen";
    },
    end,
  };
}

function noted<Thrown>(call: Call, error: Thrown): Thrown {
  call.error = error instanceof Error ? error.name : String(error);
  return error;
}
