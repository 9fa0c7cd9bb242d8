import { afterAll, describe, expect, test } from "@jest/globals";
import { goodProject, mistakesOf, removeProjects, writeProject } from "./project.ts";

const backend = "workflows/employees/backend.md";
const security = "workflows/employees/security.md";
const routing = "workflows/routing.yml";
const letter = "functions/core/letter.schema.ts";

afterAll(removeProjects);

/** The good project's file with one text replaced by another. */
function changed(file: string, from: string, to: string): Record<string, string> {
  const text = goodProject[file] ?? "";
  if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
  return { [file]: text.replace(from, to) };
}

async function mistakes(changes: Record<string, string | null>): Promise<string[]> {
  return mistakesOf(await writeProject(changes));
}

test("the good project has none", async () => {
  expect(await mistakes({})).toEqual([]);
});

test("Windows line endings are none", async () => {
  const windows = Object.entries(goodProject).map(([file, text]) => [file, text.replaceAll("\n", "\r\n")]);
  expect(await mistakes(Object.fromEntries(windows))).toEqual([]);
});

describe("one mistake, and where it is", () => {
  const cases: [string, Record<string, string | null>, string][] = [
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
      `${backend}:6:9: \`runner\` must be one of \`builtin\`, \`model\`.`,
    ],
    [
      "a permission that is none",
      changed(backend, "runner: builtin", "runner: builtin\nminimum_permission: none"),
      `${backend}:7:21: \`minimum_permission\` must be one of \`read\`, \`triage\`, \`write\`, \`maintain\`, \`admin\`.`,
    ],
    [
      "a wrong type",
      changed(backend, "runner: builtin", "runner: builtin\ntimeout_seconds: soon"),
      `${backend}:7:18: \`timeout_seconds\` must be a whole number of seconds from 5 to 840.`,
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
      "a model without a provider",
      changed(security, "bedrock/some-model", "some-model"),
      `${security}:7:8: \`model\` must be \`<provider>/<model id>\`, the provider one of bedrock, anthropic, openai-compatible.`,
    ],
    [
      "another name than the file",
      changed(backend, "name: backend", "name: back-end"),
      `${backend}:2:7: The file is called \`backend.md\`: rename it, or write \`name: backend\`.`,
    ],
    [
      "a command of two employees",
      changed(security, "[security]", "[security, review]"),
      `${security}:5:22: \`review\` is already a command of \`backend\`: take it out of one.`,
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
      "arguments that are no object",
      changed(security, "  type: object\n", "  type: array\n"),
      `${security}:10:9: \`arguments.type\` must be \`object\`.`,
    ],
    [
      "arguments that are no JSON Schema",
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
    ["no YAML", changed(backend, "title: B", "title: [B"), `${backend}:4:`],
    [
      "a key twice",
      changed(backend, "runner: builtin", "runner: builtin\nname: x"),
      `${backend}:7:1: This is not valid YAML: Map keys must be unique.`,
    ],
    ["no routing", { [routing]: null }, `${routing}:1:1: The file is missing`],
    ["an empty routing", { [routing]: "" }, `${routing}:1:1: This must be of type object.`],
    ["no version", changed(routing, "version: 1\n", ""), `${routing}:1:1: \`version\` is missing: add it.`],
    [
      "an unknown employee in a rule",
      changed(routing, "[backend, security]", "[backend, securty]"),
      `${routing}:5:26: There is no employee \`securty\` in workflows/employees. Did you mean \`security\`?`,
    ],
    [
      "an unknown command in a rule",
      changed(routing, "[review]", "[reveiw]"),
      `${routing}:4:24: No employee lists the command \`reveiw\`: add it to one. Did you mean \`review\`?`,
    ],
    [
      "an unknown condition",
      changed(routing, "paths:", "files:"),
      `${routing}:4:33: \`files\` is not a known field: use one of \`repos\`, \`base_branches\`, \`commands\`, \`labels\`, \`paths\`, \`owners\`.`,
    ],
    [
      "a rule without conditions",
      changed(routing, "{ commands: [review], paths: ['infra/**'] }", "{}"),
      `${routing}:4:11: \`rules[0].when\` must be a map with at least one condition.`,
    ],
    [
      "a negated glob",
      changed(routing, "'infra/**'", "'!infra/**'"),
      `${routing}:4:41: \`rules[0].when.paths[0]\` must be a glob: \`*\`, \`**\` and \`?\`; \`!\` is not supported.`,
    ],
    [
      "a canary without a percentage",
      { [routing]: "version: 1\nrollout:\n  rules:\n    - when: { repos: [a/b] }\n      mode: canary\n" },
      `${routing}:5:13: A canary needs a \`percentage\`: add it.`,
    ],
    [
      "a percentage over 100",
      { [routing]: "version: 1\nrollout:\n  default: canary\n  canary_percentage: 101\n" },
      `${routing}:4:22: \`rollout.canary_percentage\` must be a number from 0 to 100.`,
    ],
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
      "two schemas of one id",
      {
        "functions/core/sub/note.schema.ts":
          'export type Note = string;\nexport const noteSchema = { $id: "letter", type: "string" } as const;\n',
      },
      `functions/core/sub/note.schema.ts:2:1: ${letter} already has a schema with this name or \`$id\`: rename one.`,
    ],
  ];
  test.each(cases)("%s", async (_, changes, expected) => {
    const found = await mistakes(changes);
    expect(found).toHaveLength(1);
    expect(found[0]?.slice(0, expected.length)).toBe(expected);
  });
});

test("no employees at all", async () => {
  const found = await mistakes({ [backend]: null, [security]: null });
  expect(found).toEqual(["workflows/employees:1:1: There is no employee: add at least one Markdown file."]);
});

test("all mistakes of all files at once, in the order in which one would correct them", async () => {
  const found = await mistakes({
    ...changed(backend, "title: Backend reviewer\n", ""),
    ...changed(routing, "[review]", "[nothing]"),
    ...changed(letter, "export interface Letter", "interface Letter"),
    [security]: (goodProject[security] ?? "")
      .replace("runner: model", "runner: robot")
      .replace("name: s", "nam: s"),
  });
  expect(found.map((mistake) => mistake.split(": ")[0])).toEqual([
    `${letter}:2:1`,
    `${backend}:2:1`,
    `${security}:2:1`,
    `${security}:2:1`,
    `${security}:6:9`,
    `${routing}:4:24`,
  ]);
});
