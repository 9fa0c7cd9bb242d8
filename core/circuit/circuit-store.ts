import type { Circuit } from "./circuit.ts";

/** `circuit#<provider>#<key>`: `*` is everybody who calls that provider. */
export interface CircuitId {
  provider: string;
  key: string;
}

/** Port: the circuits that all instances share. Throws RetryableError when the store does not answer. */
export interface CircuitStore {
  /** As it is now, not as it was a moment ago. */
  read(id: CircuitId): Promise<Circuit>;
  /** Puts `next` in the place of `known`; false when somebody else has changed the circuit since it was read. */
  replace(id: CircuitId, known: Circuit, next: Circuit): Promise<boolean>;
}

export function circuitKey({ provider, key }: CircuitId): string {
  return `circuit#${provider}#${key}`;
}
