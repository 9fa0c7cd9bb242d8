import { expect, test } from "@jest/globals";
import { RetryableError } from "../../../../core/errors.ts";
import { createCurrentRollout, rolloutFreshMs } from "../../../../core/routing/current-rollout.ts";
import type { RolloutPolicy } from "../../../../core/routing/routing-policy.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeRolloutStore } from "../../../fakes/rollout-store.ts";

const built: RolloutPolicy = { default: "active", canary_percentage: 0, rules: [] };
const shadow: RolloutPolicy = { ...built, default: "shadow" };
const change = { policy: shadow, changed_by: "operator:ada", reason: "a first look" };

function setUp() {
  const clock = createTestClock();
  const rollouts = createFakeRolloutStore(clock);
  const currentRollout = createCurrentRollout({ rollouts, clock, stageMode: "active" });
  return { clock, rollouts, currentRollout: () => currentRollout(built) };
}

test("the deployed rollout applies until an operator changes it", async () => {
  const { currentRollout } = setUp();
  expect(await currentRollout()).toEqual({ policy: built, version: 0 });
});

test("a change takes effect after a few seconds, with one read for all messages in between", async () => {
  const { clock, rollouts, currentRollout } = setUp();
  await currentRollout();
  await rollouts.replace(0, change);

  clock.advance(rolloutFreshMs - 1);
  expect(await Promise.all([currentRollout(), currentRollout()])).toEqual([
    { policy: built, version: 0 },
    { policy: built, version: 0 },
  ]);
  expect(rollouts.reads).toBe(1);
  clock.advance(1);
  expect(await Promise.all([currentRollout(), currentRollout()])).toEqual([
    { policy: shadow, version: 1 },
    { policy: shadow, version: 1 },
  ]);
  expect(rollouts.reads).toBe(2);
});

test("going back to the deployed rollout is a change too", async () => {
  const { rollouts, currentRollout } = setUp();
  await rollouts.replace(0, change);
  await rollouts.replace(1, { ...change, policy: null });

  expect(await currentRollout()).toEqual({ policy: built, version: 2 });
});

test("throws if the rollout cannot be read, and reads it again at once", async () => {
  const { clock, rollouts, currentRollout } = setUp();
  await currentRollout();
  clock.advance(rolloutFreshMs);
  rollouts.fail(new RetryableError("rollout_table_unavailable", "The table does not answer"));

  await expect(currentRollout()).rejects.toMatchObject({ name: "RetryableError" });
  rollouts.fail(null);
  expect(await currentRollout()).toEqual({ policy: built, version: 0 });
});
