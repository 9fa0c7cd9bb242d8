import type { Job } from "../../../../core/jobs/job.ts";
import type { ExecutionInput } from "../../../../core/jobs/workflow.ts";
import type { GitHub } from "../outside/github.ts";
import type { Stores } from "../outside/stores.ts";
import type { Instance } from "../platform/instance.ts";
import type { Scheduler } from "../time/scheduler.ts";
import type { Special } from "./wrap-port.ts";

/** Something that others see, that an employee worked for, or that a job has learnt. */
export interface Effect {
  method: string;
  args: readonly unknown[];
  by: string;
  /** Of the invocation. */
  input: Partial<ExecutionInput>;
  /** Milliseconds since the epoch: when it happened, and when the invocation that wanted it began. */
  at: number;
  since: number;
  /** Bodies of our comments that GitHub showed to everybody since before that. */
  shown: readonly string[];
}

/** One run of a function: when it began, for what, and the fence of each job that it took over. */
interface Invocation {
  since: number;
  input: Partial<ExecutionInput>;
  fences: Map<string, number>;
}

/** Sees what only a bystander can see: who did what when, and who ought not to have. */
export interface Witness {
  effects: Effect[];
  /** Writes that took effect although somebody else had taken the job over. */
  lateWrites: string[];
  began(instance: Instance, event: unknown): void;
  /** For ports whose calls others see the effect of. */
  seeing(instance: Instance): Special;
  /** For the job table. */
  guarding(instance: Instance): Special;
}

const guarded = ["save", "transition", "correct", "reopen"];

export function createWitness(scheduler: Scheduler, stores: Stores, github: GitHub): Witness {
  const invocations = new Map<Instance, Invocation>();
  const effects: Effect[] = [];
  const lateWrites: string[] = [];
  const nobody: Invocation = { since: 0, input: {}, fences: new Map() };

  function isLate({ job_id, attempt, version, fence }: Job, { fences }: Invocation): boolean {
    const stored = stores.jobOf(job_id);
    if (!stored) return false;
    const held = fences.get(job_id) ?? fence;
    return stored.fence !== held || stored.version !== version || stored.attempt !== attempt;
  }

  function see(instance: Instance, invocation: Invocation, method: string, args: readonly unknown[]): void {
    const { since, input } = invocation;
    const shown = github.shownSince(since);
    effects.push({ method, args, by: instance.name, input, at: scheduler.now(), since, shown });
  }

  return {
    effects,
    lateWrites,
    began(instance, event) {
      const input = { ...Object(event) } as Partial<ExecutionInput>;
      invocations.set(instance, { since: scheduler.now(), input, fences: new Map() });
    },

    seeing: (instance) => (method, args, plain) => {
      const invocation = invocations.get(instance) ?? nobody;
      const effect = () => {
        see(instance, invocation, method, args);
        return plain();
      };
      return { effect };
    },

    guarding: (instance) => (method, args, plain) => {
      const invocation = invocations.get(instance) ?? nobody;
      async function claim(): Promise<unknown> {
        const claimed = (await plain()) as Job;
        invocation.fences.set(claimed.job_id, claimed.fence);
        return claimed;
      }
      function write(): Promise<unknown> {
        const late = isLate(args[0] as Job, invocation);
        return plain().then((written) => {
          if (late) lateWrites.push(`${instance.name} ${method} ${(args[0] as Job).job_id}`);
          see(instance, invocation, method, args);
          return written;
        });
      }
      if (method === "claim") return { effect: claim };
      return guarded.includes(method) ? { effect: write } : {};
    },
  };
}
