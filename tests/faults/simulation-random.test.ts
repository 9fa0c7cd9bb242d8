import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { anyPlan } from "./simulation/random-plans.ts";
import { report, run } from "./simulation/run.ts";

const { SIMULATION_RUNS, SIMULATION_SEED } = process.env;
const numRuns = Number(SIMULATION_RUNS ?? 400);
/** The same plans every time, but for those who ask for more of them. */
const seed = Number(SIMULATION_SEED ?? (SIMULATION_RUNS ? Date.now() % 2 ** 31 : 1));

test(
  "several calls go wrong, in any order of events: the road ends as it has to",
  async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const result = await run(plan);
        expect(result.violations.length === 0 ? "" : report(result)).toBe("");
      }),
      { numRuns, seed },
    );
  },
  60_000 + numRuns * 100,
);
