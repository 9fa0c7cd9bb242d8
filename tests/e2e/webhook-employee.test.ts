import { expect, test } from "@jest/globals";
import { ask } from "./ask.ts";

test("a bot behind a webhook answers later, through its callback, with findings", async () => {
  const answer = await ask("/sql seconds=1");

  expect(answer).toContain("**Legacy SQL checker** on");
  expect(answer).toContain("**Findings (");
  expect(answer).toMatch(/- `src\/[\w/.-]+:\d+` \*\*high\*\*: SQL is built from a value/);
});
