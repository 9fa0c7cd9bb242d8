import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generate } from "../../../../scripts/generate/generate.ts";
import { BuildError, formatMistake } from "../../../../scripts/generate/mistakes.ts";

/** The files of a small valid project. */
export const goodProject: Readonly<Record<string, string>> = {
  "workflows/routing.yml": [
    "version: 1",
    "rules:",
    "  - name: infra",
    "    when: { commands: [review], paths: ['infra/**'] }",
    "    employees: [backend, security]",
    "",
  ].join("\n"),
  "workflows/models.yml": [
    "default:",
    "  large: bedrock/some-model",
    "  small: anthropic/other-model",
    "stages:",
    "  dev: { large: anthropic/other-model }",
    "",
  ].join("\n"),
  "workflows/prices.yml": [
    'as_of: "2026-11-28"',
    "source: https://prices.example/list",
    "models:",
    "  anthropic/other-model:",
    "    input: 0.1",
    "    output: 2.5",
    "    long_prompt: { above_tokens: 1000, input: 0.25, output: 5 }",
    "  bedrock/some-model: { input: 4, output: 20 }",
    "",
  ].join("\n"),
  "workflows/budgets.yml": [
    "person: { dollars: 5, overrides: { octocat: 20, 'renovate[bot]': null } }",
    "repository: { overrides: { octo-demo/payments: 12.5 } }",
    "employee: { overrides: { security: 30 } }",
    "",
  ].join("\n"),
  "workflows/employees/backend.md": [
    "---",
    "name: backend",
    "title: Backend reviewer",
    "description: Reads the code behind",
    "commands: [review, backend]",
    "runner: builtin",
    "---",
    "",
    "Read it.",
    "",
  ].join("\n"),
  "workflows/employees/security.md": [
    "---",
    "name: security",
    "title: Security reviewer",
    "description: Looks for holes",
    "commands: [security]",
    "runner: model",
    "model: large",
    "budget: { max_output_tokens: 500 }",
    "arguments:",
    "  type: object",
    "  properties:",
    "    depth: { type: integer, default: 1 }",
    "---",
    "Look closely.",
  ].join("\n"),
  "core/letter.schema.ts": [
    "export interface Letter { to: string; copies: number; at?: string }",
    "export const letterSchema = {",
    '  $id: "letter",',
    '  type: "object",',
    "  additionalProperties: false,",
    '  required: ["to", "copies"],',
    "  properties: {",
    '    to: { type: "string", minLength: 1 },',
    '    copies: { type: "integer" },',
    '    at: { type: "string", format: "date-time" },',
    "  },",
    "} as const;",
    'export const ignoredSchema = { type: "object" } as const;',
    "",
  ].join("\n"),
};

const folders: string[] = [];

/** Writes a project into a new folder; null removes a file of the valid project. */
export async function writeProject(changes: Record<string, string | null> = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "generate-"));
  folders.push(root);
  for (const [name, text] of Object.entries({ ...goodProject, ...changes })) {
    if (text === null) continue;
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

export async function removeProjects(): Promise<void> {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
}

export function readGenerated(root: string, name: string): Promise<string> {
  return readFile(join(root, "core/generated", name), "utf8");
}

/** Returns the mistakes that the generator reports, as an operator reads them. */
export async function mistakesOf(root: string): Promise<string[]> {
  try {
    await generate({ root, stage: "dev" });
    return [];
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    return error.mistakes.map(formatMistake);
  }
}
