import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";

let stack: OperatorStack;
const by = ["--reason", "the exit criteria are met", "--actor", "ada"];

beforeAll(async () => {
  stack = await startOperatorStack({ rolloutMode: "shadow" });
});

afterAll(() => stack.stop());

const show = async () => (await stack.run(["rollout", "show"])).stdout;
const doctor = async () => /^ok +rollout +(.*)$/m.exec((await stack.run(["doctor"])).stdout)?.[1];

test("shows that a stage starts in shadow, until an operator makes it live, and again after going back", async () => {
  const limited = "Limited by the option of the stage (rolloutMode: shadow) until the rollout is changed.\n";

  expect(await show()).toBe(`As deployed (workflows/routing.yml).\n${limited}everything: shadow\n`);
  expect(JSON.parse((await stack.run(["rollout", "show", "--json"])).stdout)).toMatchObject({
    stage_mode: "shadow",
    deployed: true,
    policy: { default: "shadow" },
  });
  expect(await doctor()).toBe("the stage starts with rolloutMode: shadow: everything: shadow");

  await stack.run(["rollout", "set", "active", "--yes", ...by]);
  expect(await show()).toMatch(/^Version 1, by operator:ada, .*\neverything: active\n$/);
  expect(await doctor()).toBe("version 1: everything: active");

  const back = await stack.run(["rollout", "back", "--deployed", "--yes", ...by]);
  expect(back.stdout).toContain("everything: shadow");
  expect(await show()).toContain(`${limited}everything: shadow`);
});
