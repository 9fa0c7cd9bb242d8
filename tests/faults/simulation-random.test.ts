import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { anyPlan } from "./simulation/random-plans.ts";
import { type Runner, startRunner } from "./simulation/runner.ts";

const { SIMULATION_RUNS, SIMULATION_SEED } = process.env;
const numRuns = Number(SIMULATION_RUNS ?? 400);
/** The same plans every time, unless the environment asks for more. */
const seed = Number(SIMULATION_SEED ?? (SIMULATION_RUNS ? Date.now() % 2 ** 31 : 1));
let runner: Runner;

beforeAll(() => {
  runner = startRunner();
});

afterAll(() => runner.stop());

test(
  "several calls fail, and events come in any order: every scenario ends as required",
  async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        expect((await runner.reportsOf([plan])).join("")).toBe("");
      }),
      { numRuns, seed },
    );
  },
  60_000 + numRuns * 100,
);
