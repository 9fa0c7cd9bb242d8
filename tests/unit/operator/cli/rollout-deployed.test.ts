import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { roster } from "../../../../core/generated/roster.ts";
import { routing } from "../../../../core/generated/routing.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";

/** Deployed with other rules than those of this checkout. */
let stack: OperatorStack;
const by = ["--reason", "a rehearsal", "--actor", "ada", "--yes"];

beforeAll(async () => {
  const rollout = { ...routing.rollout, default: "shadow" as const };
  const policy = { ...routing, rollout };
  stack = await startOperatorStack({ rules: { roster: roster.slice(0, 1), policy } });
});

afterAll(() => stack.stop());

test("reads the deployed rules from the stack, not from this folder", async () => {
  expect((await stack.run(["rollout", "show"])).stdout).toContain("everything: shadow");
  const set = await stack.run(["rollout", "set", "active", ...by]);
  expect(set.stdout).toContain("Effect:\n  everything: shadow → active\n");
  const back = await stack.run(["rollout", "back", ...by]);
  expect(back.stdout).toContain("After:\n  everything: shadow\n");
});

test("refuses a command that only this folder has", async () => {
  const unknown = await stack.run(["rollout", "set", "off", "--command", "summary", ...by]);
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining("No employee lists") });
});
