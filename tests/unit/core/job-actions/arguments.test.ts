import { expect, test } from "@jest/globals";
import { checkArguments } from "../../../../core/commands/check-arguments.ts";
import { parseComment } from "../../../../core/commands/parse-comment.ts";
import { roster } from "../../../../core/generated/roster.ts";
import { argumentValidators } from "../../../../core/generated/validators.mjs";

test.each([
  ["/cancel", 0],
  ["/retry security", 0],
  ["/retry security now", 1],
  ["/cancel job=1", 1],
  ["/explain https://github.com/o/r/pull/7#issuecomment-1", 0],
  ["/explain 1 2", 1],
  ["/summary everything", 1],
  ["/status --all", 1],
  ["/help", 0],
])("%s has %i problems", (line, problems) => {
  const [command] = parseComment(line).commands;
  const employee = roster.find(({ name }) => name === command?.name);
  if (!command || !employee) throw new Error(`No employee answers ${line}`);
  const validate = argumentValidators[employee.name] ?? null;
  expect(checkArguments(command, employee.arguments, validate, { readsText: false }).problems).toHaveLength(
    problems,
  );
});
