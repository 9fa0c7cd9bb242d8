import type { PendingDelivery } from "../../../../core/deliveries/accepted-deliveries.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { createFakeBudgetStore } from "../../../fakes/budget-store.ts";
import { createFakeCallbackStore } from "../../../fakes/callback-store.ts";
import { createFakeDeliveryStore } from "../../../fakes/delivery-store.ts";
import { createFakeIntentStore } from "../../../fakes/intent-store.ts";
import { createFakeJobIndex } from "../../../fakes/job-index.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { createFakeLaneStore } from "../../../fakes/lane-store.ts";
import { createFakePaceStore } from "../../../fakes/pace-store.ts";
import { createFakePayloadStore } from "../../../fakes/payload-store.ts";
import { createFakeRedeliveryStore } from "../../../fakes/redelivery-store.ts";
import { createFakeRolloutStore } from "../../../fakes/rollout-store.ts";
import { createFakeSweepMarks } from "../../../fakes/sweep-marks.ts";
import type { Scheduler } from "../time/scheduler.ts";

interface Moment {
  /** Milliseconds since the epoch. */
  at: number;
  jobs: Job[];
  pending: Promise<PendingDelivery[]>;
}

/** Milliseconds that an index may lag; the sweeper allows for two minutes. */
const behindMs = 90_000;
const nothing: Omit<Moment, "at"> = { jobs: [], pending: Promise.resolve([]) };

export type Stores = ReturnType<typeof createStores>;

/**
 * The tables and the bucket. A store uses the clock of its caller, as the adapters do. With `remembers`, the
 * indexes can return an earlier state.
 */
export function createStores(scheduler: Scheduler, remembers: boolean) {
  let clockOfCaller: () => number = scheduler.now;
  const clock = () => clockOfCaller();
  const past: Moment[] = [];
  let tokens = 0;
  let known: Job[] | null = null;
  const jobs = createFakeJobStore(clock);
  const deliveries = createFakeDeliveryStore(clock);
  const budgets = createFakeBudgetStore();
  const exceeded = new Set<string>();
  /** The lowest limit of each budget: no scenario changes one. */
  const limits = new Map<string, number>();

  /** Read-only: read far more often than it changes. */
  function allJobs(): Job[] {
    known ??= jobs.all();
    return known;
  }

  function snapshot(): Omit<Moment, "at"> {
    return past.findLast(({ at }) => at <= scheduler.now() - behindMs) ?? nothing;
  }

  return {
    jobs,
    deliveries,
    budgets,
    /** Keys of the budgets in which runs held or had spent more than the limit at any moment. */
    exceeded,
    intents: createFakeIntentStore(clock),
    lanes: createFakeLaneStore(),
    callbacks: createFakeCallbackStore(),
    paces: createFakePaceStore(),
    payloads: createFakePayloadStore(),
    redeliveries: createFakeRedeliveryStore(clock),
    marks: createFakeSweepMarks(),
    rollouts: createFakeRolloutStore(clock),
    index: createFakeJobIndex({ all: allJobs }),
    stale: {
      index: createFakeJobIndex({ all: () => snapshot().jobs }),
      deliveries: { pending: (limit: number) => snapshot().pending.then((found) => found.slice(0, limit)) },
    },

    /** Runs an effect with the caller's clock: the fakes do everything at once. */
    byClock<Result>(callers: () => number, effect: () => Promise<Result>): Promise<Result> {
      clockOfCaller = callers;
      try {
        return effect();
      } finally {
        clockOfCaller = scheduler.now;
      }
    },

    /** Instead of random bits: each run is the same. */
    nextToken(): string {
      tokens += 1;
      return String(tokens).padStart(48, "0");
    },

    allJobs,
    /** A job at this moment, read-only. */
    jobOf: (id: string): Job | null => allJobs().find(({ job_id }) => job_id === id) ?? null,

    /** A write has happened. */
    changed(): void {
      known = null;
      for (const [key, { used, limit }] of budgets.budgets) {
        const lowest = Math.min(limit, limits.get(key) ?? limit);
        limits.set(key, lowest);
        if (used > lowest) exceeded.add(key);
      }
      if (!remembers) return;
      const pending = deliveries.pending(Number.POSITIVE_INFINITY);
      past.push({ at: scheduler.now(), jobs: allJobs(), pending });
    },
  };
}
