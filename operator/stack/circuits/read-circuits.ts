import type { Circuit } from "../../../core/circuit/circuit.ts";
import type { CircuitId } from "../../../core/circuit/circuit-store.ts";
import { isTerminal, jobStates } from "../../../core/jobs/job-state.ts";
import type { Stack } from "../find-stack.ts";
import { findJobs } from "../jobs/find-jobs.ts";
import { jobReading } from "../jobs/job-reading.ts";
import { stackPorts } from "../stack-ports.ts";
import { circuitsOf } from "./known-circuits.ts";

export type SeenCircuit = CircuitId & Circuit;

/** Everybody's circuits, and those of the installations whose jobs are waiting or were the last to be. */
export async function knownCircuits(stack: Stack): Promise<CircuitId[]> {
  const reading = jobReading(stack);
  const open = jobStates.filter((state) => !isTerminal(state));
  const [waiting, last] = await Promise.all([
    findJobs({ states: open }, 200, reading),
    findJobs({ states: [] }, 50, reading),
  ]);
  return circuitsOf([...waiting, ...last]);
}

export async function readCircuits(stack: Stack, ids: CircuitId[]): Promise<SeenCircuit[]> {
  const { circuits } = stackPorts(stack);
  return Promise.all(ids.map(async (id) => ({ ...id, ...(await circuits.read(id)) })));
}
