import type { Job } from "../../../../core/jobs/job.ts";
import type { ExecutionInput } from "../../../../core/jobs/workflow.ts";
import type { GitHub } from "../outside/github.ts";
import type { Stores } from "../outside/stores.ts";
import type { Instance } from "../platform/instance.ts";
import type { Scheduler } from "../time/scheduler.ts";
import type { Special } from "./wrap-port.ts";

/** A visible effect, a run of an employee, or a change of a job. */
export interface Effect {
  method: string;
  args: readonly unknown[];
  by: string;
  /** Of the invocation. */
  input: Partial<ExecutionInput>;
  /** Milliseconds since the epoch: of the effect, and of the start of its invocation. */
  at: number;
  since: number;
  /** Bodies of our comments that GitHub has shown to every user since before the invocation. */
  shown: readonly string[];
}

/** One run of a function: its start, its input, and the fence of each job that it took over. */
interface Invocation {
  since: number;
  input: Partial<ExecutionInput>;
  fences: Map<string, number>;
}

/**
 * Records every visible effect with its time and its function, and the writes that should have been refused.
 */
export interface EffectLog {
  effects: Effect[];
  /** Writes that took effect although another writer had taken the job over. */
  lateWrites: string[];
  began(instance: Instance, event: unknown): void;
  /** For ports with visible effects. */
  recordEffects(instance: Instance): Special;
  /** For the job table. */
  checkWrites(instance: Instance): Special;
}

const guarded = ["save", "transition", "correct", "reopen"];

export function createEffectLog(scheduler: Scheduler, stores: Stores, github: GitHub): EffectLog {
  const invocations = new Map<Instance, Invocation>();
  const effects: Effect[] = [];
  const lateWrites: string[] = [];
  const noInvocation: Invocation = { since: 0, input: {}, fences: new Map() };

  function isLate({ job_id, attempt, version, fence }: Job, { fences }: Invocation): boolean {
    const stored = stores.jobOf(job_id);
    if (!stored) return false;
    const held = fences.get(job_id) ?? fence;
    return stored.fence !== held || stored.version !== version || stored.attempt !== attempt;
  }

  function record(
    instance: Instance,
    invocation: Invocation,
    method: string,
    args: readonly unknown[],
  ): void {
    const { since, input } = invocation;
    const shown = github.shownSince(since);
    effects.push({ method, args, by: instance.name, input, at: scheduler.now(), since, shown });
  }

  return {
    effects,
    lateWrites,
    began(instance, event) {
      const input = inputOf(event);
      invocations.set(instance, { since: scheduler.now(), input, fences: new Map() });
    },

    recordEffects: (instance) => (method, args, plain) => {
      const invocation = invocations.get(instance) ?? noInvocation;
      const effect = () => {
        record(instance, invocation, method, args);
        return plain();
      };
      return { effect };
    },

    checkWrites: (instance) => (method, args, plain) => {
      const invocation = invocations.get(instance) ?? noInvocation;
      async function claim(): Promise<unknown> {
        const claimed = (await plain()) as Job;
        invocation.fences.set(claimed.job_id, claimed.fence);
        return claimed;
      }
      function write(): Promise<unknown> {
        const late = isLate(args[0] as Job, invocation);
        return plain().then((written) => {
          if (late) lateWrites.push(`${instance.name} ${method} ${(args[0] as Job).job_id}`);
          record(instance, invocation, method, args);
          return written;
        });
      }
      if (method === "claim") return { effect: claim };
      return guarded.includes(method) ? { effect: write } : {};
    },
  };
}

/** Returns the job and attempt of an invocation: of a workflow's step, or of the callback in a request's body. */
function inputOf(event: unknown): Partial<ExecutionInput> {
  const { routeKey, body, ...input } = Object(event) as Record<string, unknown>;
  return routeKey === undefined ? input : (JSON.parse(String(body)) as Partial<ExecutionInput>);
}
