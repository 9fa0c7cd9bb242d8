import { describe, expect, test } from "@jest/globals";
import { createCurrentRollout } from "../../../../core/routing/current-rollout.ts";
import type { RolloutPolicy } from "../../../../core/routing/routing-policy.ts";
import { limitRollout, readStageRolloutMode } from "../../../../core/routing/stage-rollout.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeRolloutStore } from "../../../fakes/rollout-store.ts";

const built: RolloutPolicy = {
  default: "active",
  canary_percentage: 0,
  rules: [
    { when: { commands: ["docs"] }, mode: "off" },
    { when: { commands: ["backend"] }, mode: "shadow" },
    { when: { commands: ["security"] }, mode: "canary", percentage: 10 },
    { when: { commands: ["summary"] }, mode: "active" },
  ],
};
const modesOf = ({ default: mode, rules }: RolloutPolicy) => [...rules.map((rule) => rule.mode), mode];

describe("the initial rollout of a stage", () => {
  test("is the file's rollout if the stage is active", () => {
    expect(limitRollout(built, "active")).toEqual(built);
  });

  test("posts nothing if the stage is in shadow, and keeps off what is off", () => {
    expect(modesOf(limitRollout(built, "shadow"))).toEqual(["off", "shadow", "shadow", "shadow", "shadow"]);
  });

  test("does nothing if the stage is off", () => {
    expect(modesOf(limitRollout(built, "off"))).toEqual(["off", "off", "off", "off", "off"]);
  });

  test("must be a known word: a guess could activate a command", () => {
    expect(readStageRolloutMode("shadow")).toBe("shadow");
    expect(() => readStageRolloutMode("canary")).toThrow(/"canary": set it to active, shadow or off/);
    expect(() => readStageRolloutMode("")).toThrow();
  });

  test("applies until an operator changes the rollout, and again after going back to the deployed one", async () => {
    const clock = createTestClock();
    const rollouts = createFakeRolloutStore(clock);
    const current = () => createCurrentRollout({ rollouts, clock, stageMode: "shadow" })(built);
    const change = { changed_by: "operator:ada", reason: "the exit criteria are met" };

    expect(await current()).toEqual({ policy: limitRollout(built, "shadow"), version: 0, limit: "shadow" });
    await rollouts.replace(0, { ...change, policy: built });
    expect(await current()).toEqual({ policy: built, version: 1 });
    await rollouts.replace(1, { ...change, policy: null });
    expect(await current()).toMatchObject({ policy: limitRollout(built, "shadow"), version: 2 });
  });
});
