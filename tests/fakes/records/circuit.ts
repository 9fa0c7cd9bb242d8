import type { Circuit } from "../../../core/circuit/circuit.ts";

/** A circuit that one run of failures has opened until second 1 of the epoch. */
export function anOpenCircuit(change: Partial<Circuit> = {}): Circuit {
  return {
    state: "open",
    version: 1,
    until: 1_000,
    openings: 1,
    since: 500,
    reason: "provider_failed",
    ...change,
  };
}
