import type { CircuitDeps } from "../../core/circuit/shared-circuits.ts";
import { createCircuitTable } from "../dynamodb/circuit-table.ts";
import { log } from "./log.ts";
import { createMetrics } from "./metrics.ts";

/** The dependencies that the circuits of all providers share. */
export type CircuitParts = Omit<CircuitDeps, "provider" | "policy">;

export interface CircuitEnvironment {
  IDEMPOTENCY_TABLE: string;
  STAGE: string;
}

/** Creates what all circuit breakers of a function share. */
export function createCircuitParts({ IDEMPOTENCY_TABLE, STAGE }: CircuitEnvironment): CircuitParts {
  const store = createCircuitTable(IDEMPOTENCY_TABLE);
  return { store, clock: Date.now, metrics: createMetrics(STAGE), log };
}
