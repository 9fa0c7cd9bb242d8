import { afterAll, describe, test } from "@jest/globals";
import { type Changes, changed, expectOneMistake, letter } from "./changes.ts";
import { removeProjects } from "./project.ts";

afterAll(removeProjects);

describe("reports a mistake in a schema with its place", () => {
  const cases: [string, Changes, string][] = [
    [
      "a schema without its type",
      changed(letter, "export interface Letter", "interface Letter"),
      `${letter}:2:1: Export the type \`Letter\` from this file: the guard \`isLetter\` needs it.`,
    ],
    [
      "a schema that cannot be compiled",
      changed(letter, "minLength: 1", "minLenght: 1"),
      `${letter}:2:1: The schema \`letter\` cannot be compiled: strict mode: unknown keyword: "minLenght".`,
    ],
    [
      "two schemas with the same id",
      {
        "core/sub/note.schema.ts":
          'export type Note = string;\nexport const noteSchema = { $id: "letter", type: "string" } as const;\n',
      },
      `core/sub/note.schema.ts:2:1: ${letter} already has a schema with this name or \`$id\`: rename one.`,
    ],
  ];
  test.each(cases)("%s", async (_, changes, expected) => {
    await expectOneMistake(changes, expected);
  });
});
