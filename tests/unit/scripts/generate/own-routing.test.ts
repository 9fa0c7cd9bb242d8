import { resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { formatMistake } from "../../../../scripts/generate/mistakes.ts";
import { readRouting } from "../../../../scripts/generate/read-routing.ts";

test("the project's own routing.yml is valid and allows every command that it does not name", async () => {
  const { policy, mistakes } = await readRouting(resolve(import.meta.dirname, "../../../.."), null);
  expect(mistakes.map(formatMistake)).toEqual([]);
  expect(policy).toMatchObject({
    repositories: { allow: ["**"] },
    rollout: { default: "active" },
    bots: { allow: [] },
  });
});
