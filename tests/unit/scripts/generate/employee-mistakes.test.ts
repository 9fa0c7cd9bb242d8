import { afterAll, describe, test } from "@jest/globals";
import { employeeSchema } from "../../../../core/roster/employee.schema.ts";
import { backend, type Changes, changed, expectOneMistake, security } from "./changes.ts";
import { removeProjects } from "./project.ts";

const runners = employeeSchema.properties.runner.enum.map((name) => `\`${name}\``).join(", ");

afterAll(removeProjects);

describe("reports a mistake in an employee's file with its place", () => {
  const cases: [string, Changes, string][] = [
    [
      "a missing field",
      changed(backend, "title: Backend reviewer\n", ""),
      `${backend}:2:1: \`title\` is missing: add it.`,
    ],
    [
      "a misspelt field",
      changed(backend, "runner: builtin", "runner: builtin\nforsk: allowed"),
      `${backend}:7:1: \`forsk\` is not a known field: did you mean \`forks\`?`,
    ],
    [
      "a value that is not allowed",
      changed(backend, "runner: builtin", "runner: robot"),
      `${backend}:6:9: \`runner\` must be one of ${runners}.`,
    ],
    [
      "an unknown permission",
      changed(backend, "runner: builtin", "runner: builtin\nminimum_permission: none"),
      `${backend}:7:21: \`minimum_permission\` must be one of \`read\`, \`triage\`, \`write\`, \`maintain\`, \`admin\`.`,
    ],
    [
      "a wrong type",
      changed(backend, "runner: builtin", "runner: builtin\ntimeout_seconds: soon"),
      `${backend}:7:18: \`timeout_seconds\` must be a whole number of seconds from 5 to 86400.`,
    ],
    [
      "a field without a value",
      changed(backend, "title: Backend reviewer", "title:"),
      `${backend}:3:1: \`title\` must be one line of at most 64 characters.`,
    ],
    [
      "an item of a list",
      changed(backend, "[review, backend]", "\n  - review\n  - /backend"),
      `${backend}:7:5: \`commands[1]\` must be a command name without the slash: lower case letters, digits and hyphens, at most 32 characters.`,
    ],
    [
      "a name that differs from the file",
      changed(backend, "name: backend", "name: back-end"),
      `${backend}:2:7: The file is called \`backend.md\`: rename it, or write \`name: backend\`.`,
    ],
    [
      "a command of two employees",
      changed(security, "[security]", "[security, review]"),
      `${security}:5:22: \`review\` is already a command of \`backend\`: remove it from one, or give them different \`stages\`.`,
    ],
    [
      "a command of two employees that share a stage",
      {
        ...changed(security, "[security]", "[security, review]\nstages: [prod, dev]"),
        ...changed(backend, "runner: builtin", "runner: builtin\nstages: [local, prod]"),
      },
      `${security}:5:22: \`review\` is already a command of \`backend\`: remove it from one, or give them different \`stages\`.`,
    ],
    [
      "an unknown stage",
      {
        ...changed(backend, "runner: builtin", "runner: builtin\nstages: [prod, prdo]"),
        "resources/stages.yml": "default: {}\ndev: {}\nprod: {}\n",
      },
      `${backend}:7:16: \`prdo\` is not a stage of resources/stages.yml, which has \`dev\`, \`prod\`.`,
    ],
    [
      "a reserved command",
      changed(security, "[security]", "[security, retry]"),
      `${security}:5:22: \`retry\` is reserved: choose another name.`,
    ],
    [
      "no instructions for a model",
      changed(security, "Look closely.", ""),
      `${security}:6:9: A model needs instructions: write them below the front matter.`,
    ],
    [
      "arguments that are not an object",
      changed(security, "  type: object\n", "  type: array\n"),
      `${security}:10:9: \`arguments.type\` must be \`object\`.`,
    ],
    [
      "arguments that are not a JSON Schema",
      changed(security, "type: integer", "type: int"),
      `${security}:12:20: \`arguments.properties.depth.type\` must be one of `,
    ],
    [
      "arguments with an unknown keyword",
      changed(security, "type: integer", "type: integer, minimun: 1"),
      `${security}:10:3: \`arguments\` is not a usable JSON Schema: strict mode: unknown keyword: "minimun".`,
    ],
    ["no front matter", { [backend]: "# Backend\n" }, `${backend}:1:1: Begin the file with front matter`],
    [
      "front matter without an end",
      { [backend]: "---\nname: backend\n" },
      `${backend}:1:1: Begin the file with`,
    ],
    ["empty front matter", { [backend]: "---\n---\nText" }, `${backend}:2:1: This must be of type object.`],
    ["invalid YAML", changed(backend, "title: B", "title: [B"), `${backend}:4:`],
    [
      "a key twice",
      changed(backend, "runner: builtin", "runner: builtin\nname: x"),
      `${backend}:7:1: This is not valid YAML: Map keys must be unique.`,
    ],
  ];
  test.each(cases)("%s", async (_, changes, expected) => {
    await expectOneMistake(changes, expected);
  });
});
