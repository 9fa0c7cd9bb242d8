import { type EndState, isOver } from "../../processes/rig/end-state.ts";
import type { Change } from "./tenths.ts";

/** How much a run may grow, and the memory that it may take. */
const atMost = { main: 0.1, time: 0.1, all: 2.5e9 };

export interface Outcome {
  change: Change;
  lost: number;
  left: EndState;
}

/** Returns everything that is wrong, in sentences; empty if all is well. */
export function findFaults({ change, lost, left }: Outcome): string[] {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const faults: [boolean, string][] = [
    [lost > 0, `${lost} commands have no answer`],
    [!isOver(left), `something is left: ${JSON.stringify(left)}`],
    [change.main > atMost.main, `the main process grew by ${percent(change.main)} after its warm-up`],
    [change.time > atMost.time, `a delivery takes ${percent(change.time)} longer at the end`],
    [change.most > atMost.all, `all processes together took ${(change.most / 1e9).toFixed(1)} GB`],
  ];
  return faults.flatMap(([wrong, words]) => (wrong ? [words] : []));
}
