import { expect, test } from "@jest/globals";
import { ask } from "./ask.ts";

test("a Lambda function answers at once", async () => {
  expect(await ask("/size")).toMatch(/Size \*\*(?:S|M|L)\*\*: \d+ changed lines in \d+ files\./);
});

test("a GitHub Actions workflow answers through its callback", async () => {
  expect(await ask("/lines")).toMatch(/- `[^`]+`: \+\d+ -\d+/);
});
