import { expect, test } from "@jest/globals";
import { createBuiltinRunner } from "../../../../core/employees/builtin-runner.ts";
import { PermanentError } from "../../../../core/errors.ts";
import { employee, employeeTask } from "./records.ts";

const run = (name: string) =>
  createBuiltinRunner({ helpText: () => "All commands" })(
    employeeTask({ employee: employee({ name, runner: "builtin", model: null }) }),
    new AbortController().signal,
  );

test("summary answers from the frozen context", async () => {
  const result = await run("summary");
  expect(result).toMatchObject({ outcome: "answered", usage: null });
  expect(result.markdown).toMatch(/^### 1 file changed, \+3 −1, at `abcdef0`/);
});

test("help returns the text that it was given", async () => {
  expect(await run("help")).toEqual({ outcome: "answered", markdown: "All commands", usage: null });
});

test.each([["unknown"], ["constructor"]])(
  "an unknown built-in employee, %s, is a permanent failure",
  async (name) => {
    await expect(run(name)).rejects.toThrow(PermanentError);
    await expect(run(name)).rejects.toMatchObject({ code: "builtin_unknown" });
  },
);
