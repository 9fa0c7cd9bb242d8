import { globSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { filesNear } from "../../jest/near-changes.ts";

const root = resolve(import.meta.dirname, "../../..");
const sources = globSync("tests/{jest,unit/jest}/*.ts", { cwd: root }).map((name) => resolve(root, name));
const near = (changed: string) =>
  [...filesNear([resolve(root, changed)], sources)].map((file) => file.slice(root.length + 1)).toSorted();

test("a test file is near what it imports, and what that imports", () => {
  expect(near("tests/jest/module-graph.ts")).toEqual([
    "tests/jest/environment.ts",
    "tests/jest/module-graph.ts",
    "tests/jest/runtime.ts",
    "tests/unit/jest/module-graph.test.ts",
  ]);
  expect(near("tests/jest/restore.ts")).toContain("tests/unit/jest/restore.test.ts");
});

test("a file that was removed is near nothing", () => {
  expect(filesNear([], [resolve(root, "tests/jest/removed.ts")])).toEqual(new Set());
});
