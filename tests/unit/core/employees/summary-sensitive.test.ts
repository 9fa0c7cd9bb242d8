import { expect, test } from "@jest/globals";
import { changedFile } from "./records.ts";
import { section, summarize } from "./summaries.ts";

test("names the first fifteen of a topic and counts the rest", () => {
  const files = Array.from({ length: 40 }, (_, index) => changedFile({ path: `infra/m${index}.tf` }));
  const sensitive = section(summarize(files), "Sensitive paths").split("\n");
  expect(sensitive.filter((line) => line.startsWith("- `"))).toHaveLength(15);
  expect(sensitive.at(-1)).toBe("- and 25 more");
});

test("says that nothing sensitive is touched", () => {
  expect(summarize([changedFile()])).toContain("No dependency, CI, infrastructure, migration or auth path");
});
