import { expect, test } from "@jest/globals";
import { createBuiltinRunner } from "../../../../core/employees/builtin-runner.ts";
import type { PullRequestContext } from "../../../../core/employees/pull-request-context.ts";
import { PermanentError } from "../../../../core/errors.ts";
import { employee, employeeTask, pullRequestContext } from "./records.ts";

const run = (name: string, context: Partial<PullRequestContext> = {}) =>
  createBuiltinRunner({ helpText: (app) => `All commands of ${app}` })(
    employeeTask({
      employee: employee({ name, runner: "builtin", model: null }),
      context: pullRequestContext(context),
    }),
    new AbortController().signal,
  );

test("summary answers from the frozen context", async () => {
  const result = await run("summary");
  expect(result).toMatchObject({ outcome: "answered", usage: null });
  expect(result.markdown).toMatch(/^### 1 file changed, \+3 −1, at `abcdef0`/);
});

test("help returns the text that it was given, with the App's name if the context has it", async () => {
  const answer = { outcome: "answered", usage: null };
  expect(await run("help")).toEqual({ ...answer, markdown: "All commands of null" });
  expect(await run("help", { app: "our-app[bot]" })).toEqual({
    ...answer,
    markdown: "All commands of our-app",
  });
});

test.each([["unknown"], ["constructor"]])(
  "an unknown built-in employee, %s, is a permanent failure",
  async (name) => {
    await expect(run(name)).rejects.toThrow(PermanentError);
    await expect(run(name)).rejects.toMatchObject({ code: "builtin_unknown" });
  },
);
