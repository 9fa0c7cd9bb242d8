import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { undisturbed } from "./simulation/faults/fault.ts";
import { withoutIdleSweeps } from "./simulation/faults/idle-sweeps.ts";
import { run } from "./simulation/run.ts";
import { type Runner, startRunner } from "./simulation/runner.ts";
import { scenarioNamed, scenarios } from "./simulation/scenarios/all.ts";
import { deliveryScenarios } from "./simulation/scenarios/deliveries.ts";
import { singleFaults, withoutReception } from "./simulation/single-faults.ts";

/** A scenario whose sweeps find nothing: the faults of such a sweep are tried here. */
const idle = "no-command";
const ofDeliveries = deliveryScenarios.map(({ name }) => name);
/** How many failed runs a report shows. */
const shown = 3;
let runner: Runner;

beforeAll(() => {
  runner = startRunner();
});

afterAll(() => runner.stop());

describe("one call fails, or one clock is wrong", () => {
  const names = scenarios.filter(({ long }) => !long).map(({ name }) => name);

  test.each(names)("%s ends as required, whichever call it is", async (name) => {
    const all = (await run(undisturbed(name))).calls;
    const calls = ofDeliveries.includes(name) ? all : withoutReception(all);
    const { faultsAt = /./ } = scenarioNamed(name);
    const tried = (name === idle ? calls : withoutIdleSweeps(calls)).filter(({ what }) =>
      faultsAt.test(what),
    );
    const plans = singleFaults(name, tried);
    expect(plans.length).toBeGreaterThan(30);

    const reports = await runner.reportsOf(plans, shown);

    expect(reports.join("\n\n")).toBe("");
  });
});
