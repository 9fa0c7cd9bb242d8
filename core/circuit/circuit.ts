import type { CircuitPolicy } from "./circuit-policy.ts";

/** `open`: calls are blocked. `half_open`: one caller probes for all whether the provider works again. */
export type CircuitState = "closed" | "open" | "half_open";

/** What all instances know about a provider. */
export interface Circuit {
  state: CircuitState;
  /** Incremented by every change; 0 if never written. */
  version: number;
  /** Milliseconds since the epoch. Open: when a probe may start. Half-open: when the probe's lease expires. */
  until: number;
  /** Start of the outage, milliseconds since the epoch; null while the provider works or if unknown. */
  since: number | null;
  /** Openings since the provider last worked: each lasts longer. */
  openings: number;
  /** Code of the failure that opened it. */
  reason: string | null;
}

/** The circuit of a provider that no instance has recorded yet. */
export const newCircuit: Circuit = {
  ...{ state: "closed", version: 0, until: 0, openings: 0 },
  ...{ since: null, reason: null },
};

/** What a caller may do now: call, probe once it has the lease, or wait until that time. */
export type AdmissionDecision = { kind: "call" } | { kind: "probe" } | { kind: "wait"; until: number };

/** Returns what a caller may do at `now`, in milliseconds since the epoch. */
export function decideAdmission({ state, until }: Circuit, now: number): AdmissionDecision {
  if (state === "closed") return { kind: "call" };
  // An expired lease belongs to a caller that died.
  return now < until ? { kind: "wait", until } : { kind: "probe" };
}

/** Returns the half-open circuit with a lease for one probe. */
export function leased(circuit: Circuit, now: number, { leaseMs }: CircuitPolicy): Circuit {
  return { ...circuit, state: "half_open", version: circuit.version + 1, until: now + leaseMs };
}

/** Returns the circuit after a lease was returned unused: the next caller may probe. */
export function released(circuit: Circuit, now: number): Circuit {
  return { ...circuit, state: "open", version: circuit.version + 1, until: now };
}

/** Returns the circuit of a provider that works again. */
export function closed({ version }: Circuit): Circuit {
  return { ...newCircuit, version: version + 1 };
}

/** Returns the circuit after too many failures or a failed probe: open for twice as long as the last time. */
export function opened(circuit: Circuit, now: number, reason: string, policy: CircuitPolicy): Circuit {
  const openMs = Math.min(policy.longestOpenMs, policy.firstOpenMs * 2 ** circuit.openings);
  return open(circuit, now, now + openMs, reason);
}

/**
 * Returns the circuit of a rate-limited provider. Honours Retry-After if given, up to the longest limit. A circuit that
 * is already open only ever stays open longer, because concurrent calls report the same limit.
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
