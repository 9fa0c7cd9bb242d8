import { CircuitOpenError } from "../errors.ts";
import type { Circuit } from "./circuit.ts";

/** While another instance probes, callers check again after this delay: most probes take a moment. */
const recheckMs = 10_000;

/** Returns the circuit whose callers wait longest; null without circuits. */
export function circuitWithLongestWait(circuits: readonly Circuit[], now: number): Circuit | null {
  return circuits.toSorted((a, b) => waitMs(b, now) - waitMs(a, now))[0] ?? null;
}

/** Returns the error for a call that a circuit blocks; `cause` is the failure that opened it, if a call just failed. */
export function circuitOpenError(
  provider: string,
  circuit: Circuit,
  now: number,
  cause?: unknown,
): CircuitOpenError {
  const seconds = Math.max(1, Math.ceil(waitMs(circuit, now) / 1_000));
  const why = circuit.reason === null ? "" : ` (${circuit.reason})`;
  const message = `Calls to ${provider} are blocked for another ${seconds} s${why}`;
  return new CircuitOpenError("circuit_open", message, { seconds, ...(cause ? { cause } : {}) });
}

function waitMs({ state, until }: Circuit, now: number): number {
  const left = Math.max(0, until - now);
  return state === "half_open" ? Math.min(left, recheckMs) : left;
}
