import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { undisturbed } from "./simulation/faults/fault.ts";
import { formatPlan, parsePlan, replayVariable } from "./simulation/faults/replay-line.ts";
import { formatTrace } from "./simulation/faults/trace.ts";
import type { Broken } from "./simulation/functions/handlers.ts";
import { anyPlan } from "./simulation/random-plans.ts";
import { report, run } from "./simulation/run.ts";

const line = process.env[replayVariable];

if (line) {
  test(`replays the run of ${replayVariable}`, async () => {
    const result = await run(parsePlan(line));
    process.stdout.write(`${formatTrace(result.calls)}\n`);
    expect(result.violations).toEqual([]);
  });
}

describe("a run can be repeated", () => {
  test.each(fc.sample(anyPlan, { numRuns: 20, seed: 7 }))("$scenario, seed $seed", async (plan) => {
    const first = await run(plan);
    const again = await run(parsePlan(formatPlan(plan)));
    expect(formatTrace(again.calls)).toBe(formatTrace(first.calls));
    expect(again.violations).toEqual(first.violations);
  });

  test("by its replay line", () => {
    const plan = {
      scenario: "one-summary",
      seed: 7,
      faults: [
        { call: 12, kind: "crash-after" },
        { call: 30, kind: "lost" },
      ],
      skews: { dispatchEvent: 5, publishResult: -3 },
    } as const;
    expect(formatPlan(plan)).toBe(
      "one-summary seed=7 12:crash-after 30:lost dispatchEvent=+5 publishResult=-3",
    );
    expect(parsePlan(formatPlan(plan))).toEqual(plan);
  });

  test("but not by a line of another form", () => {
    expect(() => parsePlan("one-summary seed=7 12-crash")).toThrow("12-crash");
  });

  test("another seed gives another run", async () => {
    const one = await run({ ...undisturbed("one-summary"), seed: 1 });
    const other = await run({ ...undisturbed("one-summary"), seed: 2 });
    expect(formatTrace(other.calls)).not.toBe(formatTrace(one.calls));
  });
});

describe("a violation is reported", () => {
  /** Our own comments are never found. */
  const hideOwnComments: Broken = {
    breakPorts: ({ writer }) => ({ writer: { ...writer, ownComments: async () => [] } }),
  };

  test("with the replay line and every call", async () => {
    const plan = undisturbed("post-landed-without-answer");
    const result = await run(plan, hideOwnComments);
    expect(result.violations).toContainEqual(expect.stringMatching(/-summary has 2 visible answers$/));
    const told = report(result);
    expect(told).toContain(
      "SIMULATION_REPLAY='post-landed-without-answer seed=0' npm run jest -- simulation-replay",
    );
    expect(told).toMatch(/ writer\.createComment\(.*<<< lost {2}-> RetryableError\n/);
  });

  test("even if the run never ends", async () => {
    const loseDispatches: Broken = {
      breakPorts: ({ workflow }) => ({ workflow: { ...workflow, start: async () => "running" } }),
    };
    const { violations } = await run(undisturbed("one-summary"), loseDispatches);
    expect(violations).toContain("It does not become idle");
  });
});
