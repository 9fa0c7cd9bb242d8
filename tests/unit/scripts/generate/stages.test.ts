import { afterAll, describe, expect, test } from "@jest/globals";
import { formatMistake } from "../../../../scripts/generate/mistakes.ts";
import { readRules } from "../../../../scripts/generate/read-rules.ts";
import generatePlugin from "../../../../scripts/generate/serverless-plugin.ts";
import { goodProject, readGenerated, removeProjects, writeProject } from "./project.ts";

afterAll(removeProjects);

const backend = "workflows/employees/backend.md";
const security = "workflows/employees/security.md";

function withStages(file: string, stages: string): string {
  return String(goodProject[file]).replace("---\nname", `---\nstages: ${stages}\nname`);
}

/** `/audit` belongs to one employee in production and to another one on the laptop. */
const project = {
  [security]: withStages(security, "[prod]").replace("[security]", "[security, audit]"),
  "workflows/employees/trial.md": withStages(backend, "[local, dev]")
    .replace("name: backend", "name: trial")
    .replace("[review, backend]", "[audit, trial]"),
  "workflows/routing.yml": [
    "version: 1",
    "rules:",
    "  - name: both",
    "    when: { commands: [review, trial] }",
    "    employees: [backend, security, trial]",
    "  - name: production only",
    "    when: { repos: ['octo-org/*'] }",
    "    employees: [security]",
    "  - name: laptop only",
    "    when: { commands: [trial] }",
    "    employees: [backend]",
    "rollout:",
    "  default: active",
    "  rules:",
    "    - { when: { commands: [trial] }, mode: shadow }",
    "    - { when: { commands: [security, trial, help] }, mode: off }",
    "    - { when: { repos: ['octo-org/*'] }, mode: off }",
    "",
  ].join("\n"),
};

describe("the rules of a stage", () => {
  test.each([
    ["prod", ["backend", "security"]],
    ["local", ["backend", "trial"]],
    ["dev", ["backend", "trial"]],
    ["stage", ["backend"]],
  ])("%s has only its employees: %j", async (stage, names) => {
    const { roster } = await readRules({ root: await writeProject(project), stage });
    expect(roster.map(({ name }) => name)).toEqual(names);
  });

  test("name no employee and no command that only other stages have", async () => {
    const { policy } = await readRules({ root: await writeProject(project), stage: "prod" });
    expect(policy.rules).toEqual([
      { name: "both", when: { commands: ["review"] }, employees: ["backend", "security"] },
      { name: "production only", when: { repos: ["octo-org/*"] }, employees: ["security"] },
    ]);
    expect(policy.rollout.rules).toEqual([
      { when: { commands: ["security", "help"] }, mode: "off" },
      { when: { repos: ["octo-org/*"] }, mode: "off" },
    ]);
  });

  test("leave out a rule whose employees are all in other stages", async () => {
    const { policy } = await readRules({ root: await writeProject(project), stage: "local" });
    expect(policy.rules.map(({ name }) => name)).toEqual(["both", "laptop only"]);
  });

  test("are refused for a mistake in a file of another stage", async () => {
    const wrong = { ...project, [security]: project[security].replace("title:", "titel:") };
    const failed: unknown = await readRules({ root: await writeProject(wrong), stage: "local" }).catch(
      (error: unknown) => error,
    );
    expect(failed).toHaveProperty("mistakes.length", 2);
    expect(failed).toHaveProperty(
      "message",
      expect.stringContaining(`${security}:2:1: \`title\` is missing`),
    );
  });
});

test("the Serverless plugin generates for the stage of the command", async () => {
  const root = await writeProject(project);
  const { hooks } = generatePlugin({ serviceDir: root, service: { provider: { stage: "local" } } });
  await hooks["before:offline:start"]?.();
  const text = await readGenerated(root, "roster.ts");
  expect([text.includes('"trial"'), text.includes('"security"')]).toEqual([true, false]);
  expect(await readGenerated(root, "routing.ts")).not.toContain("security");
});

test("two employees of different stages may have the same command", async () => {
  const root = await writeProject(project);
  for (const stage of ["local", "prod"]) {
    const { roster } = await readRules({ root, stage });
    expect(roster.filter(({ commands }) => commands.includes("audit"))).toHaveLength(1);
  }
});

test("a stage that the file names in a wrong way is reported as a mistake of that file", async () => {
  const root = await writeProject({ ...project, [backend]: withStages(backend, "prod") });
  const failed: unknown = await readRules({ root, stage: "dev" }).catch((error: unknown) => error);
  const [first] = Object(failed).mistakes;
  expect(formatMistake(first)).toBe(
    `${backend}:2:9: \`stages\` must be a list of stages, without duplicates.`,
  );
});
