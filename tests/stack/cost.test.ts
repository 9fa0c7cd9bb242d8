import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { commandsUse } from "../../scripts/cost/comment-use.ts";
import { costTables } from "../../scripts/cost/cost-tables.ts";
import { fillTables } from "../../scripts/cost/fill-tables.ts";
import { happyPath } from "../../scripts/cost/happy-path.ts";
import { idleUse } from "../../scripts/cost/idle-use.ts";
import { readStack } from "../../scripts/cost/stack.ts";
import { unpricedTypes } from "../../scripts/cost/unpriced.ts";
import { total } from "../../scripts/cost/use.ts";
import { packageService } from "./packaging/package-service.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const packages = await packageService();
const document = readFileSync(join(projectRoot, "docs/cost.md"), "utf8");

test("docs/cost.md has the costs of the packaged stages: `npx node scripts/cost/main.ts` regenerates it", () => {
  const packaged = packages.map(({ stage, template }) => ({ stage, template }));

  expect(document).toBe(fillTables(document, costTables(packaged)));
});

/** US dollars. Raise one only with a reason that docs/cost.md gives. */
const limits = { idle: 8, commands: 1.2 };

test("an idle dev stage and a thousand answered comments stay below their limits", () => {
  const dev = packages.find(({ stage }) => stage === "dev");
  const stack = readStack(dev?.template);

  expect(total(commandsUse(stack, 1_000))).toBeLessThanOrEqual(limits.commands);
  expect(total(idleUse(stack))).toBeLessThanOrEqual(limits.idle);
});

test.each(packages)("$stage has no resource without a known cost", ({ template }) => {
  expect(unpricedTypes(readStack(template))).toEqual([]);
});

test.each(packages)("the happy path of $stage ends with an answer", ({ template }) => {
  expect(happyPath(readStack(template)).at(-1)).toBe("Answered");
});
