import type { ModelCircuits } from "../../adapters/models/circuits.ts";
import type { CircuitParts } from "../../adapters/runtime/circuits.ts";
import type { Clock } from "../../core/clock.ts";
import { createFakeCircuitStore, type FakeCircuitStore } from "./circuit-store.ts";
import { createFakeLog, type FakeLog } from "./log.ts";
import { createFakeMetrics, type FakeMetrics } from "./metrics.ts";

export interface FakeCircuitParts extends CircuitParts {
  store: FakeCircuitStore;
  metrics: FakeMetrics;
  log: FakeLog;
}

/** The dependencies of circuits; instances with the same parts share their circuits. */
export function createCircuitParts(clock: Clock): FakeCircuitParts {
  return { store: createFakeCircuitStore(), clock, metrics: createFakeMetrics(), log: createFakeLog() };
}

/** Returns the states that circuits got, from the log: `open`, `half_open`, `closed`. */
export function circuitStates({ lines }: FakeLog): string[] {
  return lines.flatMap(({ message }) => /^circuit (open|half_open|closed)$/.exec(message)?.[1] ?? []);
}

/** Circuits that are never open. */
export const noCircuits: Pick<ModelCircuits, "run"> = { run: (_provider, call) => call() };
