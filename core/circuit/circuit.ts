import type { CircuitPolicy } from "./circuit-policy.ts";

/** `open`: nobody calls. `half_open`: one caller tries whether it works again, for everybody. */
export type CircuitState = "closed" | "open" | "half_open";

/** What all instances know of somebody whom they call. */
export interface Circuit {
  state: CircuitState;
  /** Raised by every change; 0 when nothing was ever written. */
  version: number;
  /** Milliseconds since the epoch. Open: when somebody may try. Half-open: until when the one who tries has time. */
  until: number;
  /** Start of the outage, milliseconds since the epoch; null while it works or if unknown. */
  since: number | null;
  /** Openings since it last worked: each lasts longer. */
  openings: number;
  /** Code of the failure that opened it. */
  reason: string | null;
}

export const untouched: Circuit = {
  ...{ state: "closed", version: 0, until: 0, openings: 0 },
  ...{ since: null, reason: null },
};

/** What a caller may do now: call, try for everybody once it has the lease, or nothing before that time. */
export type Admission = { kind: "call" } | { kind: "try" } | { kind: "wait"; until: number };

export function admission({ state, until }: Circuit, now: number): Admission {
  if (state === "closed") return { kind: "call" };
  // A lease that has passed is that of somebody who did not come back.
  return now < until ? { kind: "wait", until } : { kind: "try" };
}

/** Half-open: the lease of the one that tries. */
export function leased(circuit: Circuit, now: number, { leaseMs }: CircuitPolicy): Circuit {
  return { ...circuit, state: "half_open", version: circuit.version + 1, until: now + leaseMs };
}

/** The one that had the lease did not try after all: the next may. */
export function released(circuit: Circuit, now: number): Circuit {
  return { ...circuit, state: "open", version: circuit.version + 1, until: now };
}

/** It works again. */
export function closed({ version }: Circuit): Circuit {
  return { ...untouched, version: version + 1 };
}

/** It failed too often, or failed the one that tried: twice as long as the last time. */
export function opened(circuit: Circuit, now: number, reason: string, policy: CircuitPolicy): Circuit {
  const openMs = Math.min(policy.longestOpenMs, policy.firstOpenMs * 2 ** circuit.openings);
  return open(circuit, now, now + openMs, reason);
}

/**
 * It told us to stay away, that long if it said so; longer than a day is taken for a mistake. What is open already
 * only ever stays open longer: of calls that were on their way together, each brings the same news.
 */
export function limited(
  circuit: Circuit,
  now: number,
  { waitMs, reason }: { waitMs: number | null; reason: string },
  { firstLimitMs, longestLimitMs }: CircuitPolicy,
): Circuit {
  const isOpen = circuit.state === "open" && now < circuit.until;
  if (isOpen && waitMs === null) return circuit;
  const asked = waitMs ?? firstLimitMs * 2 ** circuit.openings;
  const until = now + Math.min(longestLimitMs, Math.max(0, asked));
  if (!isOpen) return open(circuit, now, until, reason);
  return until > circuit.until ? { ...circuit, version: circuit.version + 1, until, reason } : circuit;
}

function open({ version, openings, since }: Circuit, now: number, until: number, reason: string): Circuit {
  return {
    ...{ state: "open", version: version + 1, until, openings: openings + 1 },
    ...{ since: since ?? now, reason },
  };
}
