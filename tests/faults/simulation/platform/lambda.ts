import type { Context } from "aws-lambda";
import type { Calls } from "../faults/calls.ts";
import type { Scheduler } from "../time/scheduler.ts";
import type { Instance } from "./instance.ts";
import { type FunctionName, functionSettings } from "./settings.ts";

export type Handler = (event: never, context: Context) => Promise<unknown>;

/** How an invocation ended, as its caller sees it. */
export type Outcome = { ok: true; value: unknown } | { ok: false; error: string };

export interface LambdaParts {
  scheduler: Scheduler;
  calls: Calls;
  /** Creates an instance of a function, with its own process. */
  create(name: FunctionName, number: number): { instance: Instance; handler: Handler };
  /** An invocation starts. */
  began(instance: Instance, event: unknown): void;
}

/** AWS Lambda: as many instances as concurrent invocations, each ended at its time limit. */
export interface Lambda {
  /** An invocation whose caller may get no response. */
  invoke(by: string, name: FunctionName, event: unknown): Promise<Outcome>;
  /** How many invocations are running. */
  running(): number;
  /** Releases everything that would never be answered. */
  stop(): void;
}

export function createLambda({ scheduler, calls, create, began }: LambdaParts): Lambda {
  const idle = new Map<FunctionName, ReturnType<LambdaParts["create"]>[]>();
  const all: Instance[] = [];
  let running = 0;

  function take(name: FunctionName) {
    const free = idle.get(name)?.pop();
    if (free) return free;
    const created = create(name, all.length + 1);
    all.push(created.instance);
    return created;
  }

  function run(name: FunctionName, event: unknown): Promise<Outcome> {
    const taken = take(name);
    const { instance, handler } = taken;
    const milliseconds = functionSettings[name].timeoutMs;
    const ends = scheduler.now() + milliseconds;
    running += 1;
    return new Promise((resolve) => {
      const timeout = scheduler.after(milliseconds, () => instance.end("Sandbox.Timedout"), true);
      instance.thaw((error) => {
        scheduler.cancel(timeout);
        running -= 1;
        resolve({ ok: false, error });
      });
      began(instance, event);

      function finish(outcome: Outcome): void {
        if (instance.isGone()) return;
        scheduler.cancel(timeout);
        instance.freeze();
        running -= 1;
        idle.set(name, [...(idle.get(name) ?? []), taken]);
        resolve(outcome);
      }
      const context = { getRemainingTimeInMillis: () => Math.max(0, ends - scheduler.now()) } as Context;
      handler(event as never, context).then(
        (value) => finish({ ok: true, value }),
        (error: Error) => finish({ ok: false, error: error.name }),
      );
    });
  }

  return {
    async invoke(by, name, event) {
      const what = `invoke ${name}`;
      const call = calls.make({ by, what, nature: "invoke", args: [], isFirst: true });
      await scheduler.sleep(calls.latency(what));
      if (call.fault === "fail") return noted(call, { ok: false, error: "Lambda.ServiceException" });
      if (call.fault === "late") {
        scheduler.after(calls.delay("invoke"), () => void run(name, event));
        return noted(call, { ok: false, error: "Lambda.SdkClientException" });
      }
      const outcome = await run(name, event);
      return noted(call, call.fault === "lost" ? { ok: false, error: "Lambda.SdkClientException" } : outcome);
    },
    running: () => running,
    stop() {
      for (const instance of all) instance.end("stopped");
    },
  };
}

function noted(call: { error: string | null }, outcome: Outcome): Outcome {
  if (!outcome.ok) call.error = outcome.error;
  return outcome;
}
