import type { Random } from "../time/random.ts";
import type { Scheduler } from "../time/scheduler.ts";
import { type FaultKind, kindsOf, type Nature, type OwnFault, type Plan } from "./fault.ts";

/** One call to the outside. */
export interface Call {
  /** Counted from 1. */
  n: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** `dispatchEvent/2`, or a part of the platform. */
  by: string;
  what: string;
  nature: Nature;
  args: readonly unknown[];
  /** Whether it is the first call of its invocation. */
  isFirst: boolean;
  /** The fault that the plan assigns to it. */
  fault: FaultKind | null;
  /** How long lists omit what it creates, if the fault sets it. */
  hiddenMs: number | null;
  /** The error's name, if it failed. */
  error: string | null;
}

/** The calls of one run, numbered in order, and the time that each one takes. */
export interface Calls {
  made: Call[];
  /** Records a new call. */
  make(call: Pick<Call, "by" | "what" | "nature" | "args" | "isFirst">): Call;
  /** Milliseconds that a call of this name takes. */
  latency(what: string): number;
  /** Whether a call in flight still arrives after its process has ended. */
  outlives(): boolean;
  /** From 0 to below 1: the share of a retry's delay that is waited. */
  jitter(): number;
  /** Milliseconds between a lost response and the late effect of its call. */
  delay(nature: Nature): number;
  /** Milliseconds in which lists omit what a call created. */
  hiding(call: Call): number;
}

const usualMs = 20;
/** The retry follows after 200 ms, and the first attempt takes effect in the middle of it. */
const usualJitter = 0.1;
const usualDelayMs = 300;
/** After the check of the retry, before the job ends. */
const usualHidingMs = 500;
/** Longer than a request waits for its response, shorter than the sweeper's grace period. */
const longestLandingMs = 60_000;
/** After the next steps, and after a withdrawn command: GitHub is read for half a minute. */
const usualLandingMs = 45_000;
const longestWriteMs = 5_000;

export interface CallsParts {
  plan: Plan;
  /** Faults of the scenario itself, whatever the plan is. */
  ownFaults: readonly OwnFault[];
  scheduler: Scheduler;
  random: Random;
  /** Replaces the times that calls take, in milliseconds. */
  latencyOf?: ((what: string) => number) | undefined;
}

export function createCalls({ plan, ownFaults, scheduler, random, latencyOf }: CallsParts): Calls {
  const { faults, seed } = plan;
  const own = new Map(ownFaults.map((fault) => [fault.what, fault]));
  const planned = new Map(faults.map(({ call, kind }) => [call, kind]));
  const made: Call[] = [];
  const calm = seed === 0;

  return {
    made,
    make({ what, nature, ...asked }) {
      const n = made.length + 1;
      const ownFault = own.get(what);
      const fault = fitting(planned.get(n) ?? ownFault?.kind ?? null, nature);
      own.delete(what);
      const { hiddenMs = null } = ownFault ?? {};
      const call: Call = { ...asked, n, at: scheduler.now(), what, nature, fault, hiddenMs, error: null };
      made.push(call);
      return call;
    },
    latency(what) {
      if (latencyOf) return latencyOf(what);
      if (calm) return usualMs;
      const luck = random.next();
      if (luck < 0.8) return 5 + random.below(50);
      return luck < 0.97 ? 50 + random.below(1_000) : 1_000 + random.below(4_000);
    },
    outlives: () => !calm && random.next() < 0.5,
    jitter: () => (calm ? usualJitter : random.next()),
    hiding: ({ hiddenMs }) => hiddenMs ?? (calm ? usualHidingMs : random.below(longestLandingMs)),
    delay(nature) {
      if (nature === "post" || nature === "github-write")
        return calm ? usualLandingMs : random.below(longestLandingMs);
      return calm ? usualDelayMs : random.below(longestWriteMs);
    },
  };
}

/** A plan is made before its calls are known, so it may assign a fault that does not fit. */
function fitting(kind: FaultKind | null, nature: Nature): FaultKind | null {
  return kind === null || kindsOf[nature].includes(kind) ? kind : "fail";
}
