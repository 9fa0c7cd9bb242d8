import type { Circuit } from "./circuit.ts";

/** Identifies a circuit. Key `*` is the circuit of all callers of the provider. */
export interface CircuitId {
  provider: string;
  key: string;
}

/** Port: the circuits that all instances share. Throws RetryableError when the store fails. */
export interface CircuitStore {
  /** Returns the circuit as last written. */
  read(id: CircuitId): Promise<Circuit>;
  /** Replaces `known` with `next`. Returns false if the circuit has changed since it was read. */
  replace(id: CircuitId, known: Circuit, next: Circuit): Promise<boolean>;
}

/** Returns the key of the circuit's item: `circuit#<provider>#<key>`. */
export function circuitKey({ provider, key }: CircuitId): string {
  return `circuit#${provider}#${key}`;
}
