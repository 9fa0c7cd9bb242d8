import { expect, test } from "@jest/globals";
import { changedFile } from "../../unit/core/employees/records.ts";
import { summarize } from "../../unit/core/employees/summaries.ts";
import { startStepCounter } from "../steps/step-counter.ts";

test("a summary of four times as many files takes about four times the steps", async () => {
  const steps = await startStepCounter((url) => url.includes("/core/employees/"));
  const filesOf = (length: number) =>
    Array.from({ length }, (_, index) => changedFile({ path: `src/m${index % 40}/f${index}.ts` }));
  const [few, many] = [filesOf(750), filesOf(3_000)];
  const fewSteps = await steps.of(() => summarize(few, true));
  const manySteps = await steps.of(() => summarize(many, true));
  steps.stop();
  expect(fewSteps).toBeGreaterThan(750);
  expect(manySteps).toBeLessThan(6 * fewSteps);
});
