import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { generate } from "../../../../scripts/generate/generate.ts";
import { readRules } from "../../../../scripts/generate/read-rules.ts";
import { readRulesMetadata } from "../../../../scripts/generate/rules-metadata.ts";
import generatePlugin from "../../../../scripts/generate/serverless-plugin.ts";
import { readGenerated, removeProjects, writeProject } from "./project.ts";

const files = [
  ...["budget-limits.ts", "models.ts", "prices.ts", "roster.ts", "routing.ts"],
  ...["validators.mjs", "validators.d.mts"],
];

afterAll(removeProjects);

describe("a valid project", () => {
  let root = "";
  beforeAll(async () => {
    root = await writeProject();
    await generate({ root, stage: "dev" });
  });

  async function load(name: string): Promise<Record<string, unknown>> {
    return import(pathToFileURL(join(root, "core/generated", name)).href);
  }

  test("becomes a roster in the order of the files, with defaults", async () => {
    const { roster } = await load("roster.ts");
    expect(roster).toEqual([
      {
        name: "backend",
        title: "Backend reviewer",
        description: "Reads the code behind",
        commands: ["review", "backend"],
        stages: null,
        runner: "builtin",
        model: null,
        webhook: null,
        lambda: null,
        workflow: null,
        minimum_permission: "write",
        forks: "approval",
        concurrency: "queue",
        on_push: "keep",
        timeout_seconds: 300,
        heartbeat_seconds: 300,
        budget: { max_input_tokens: 100_000, max_output_tokens: 4_000, max_dollars: null },
        context: [],
        arguments: null,
        instructions: "Read it.",
      },
      expect.objectContaining({
        name: "security",
        model: "large",
        budget: { max_input_tokens: 100_000, max_output_tokens: 500, max_dollars: null },
        arguments: {
          type: "object",
          properties: { depth: { type: "integer", default: 1 } },
          additionalProperties: false,
        },
        instructions: "Look closely.",
      }),
    ]);
  });

  test("becomes the names of models by alias", async () => {
    const { modelAliases } = await load("models.ts");
    expect(modelAliases).toEqual({
      default: { large: "bedrock/some-model", small: "anthropic/other-model" },
      stages: { dev: { large: "anthropic/other-model" } },
    });
  });

  test("becomes the prices of models", async () => {
    const { prices } = await load("prices.ts");
    expect(prices).toEqual({
      as_of: "2026-11-28",
      source: "https://prices.example/list",
      models: {
        "anthropic/other-model": {
          input: 0.1,
          output: 2.5,
          long_prompt: { above_tokens: 1000, input: 0.25, output: 5 },
        },
        "bedrock/some-model": { input: 4, output: 20, long_prompt: null },
      },
    });
  });

  test("becomes the limits of budgets, with defaults", async () => {
    const { budgetLimits } = await load("budget-limits.ts");
    expect(budgetLimits).toEqual({
      person: { dollars: 5, overrides: { octocat: 20, "renovate[bot]": null } },
      repository: { dollars: null, overrides: { "octo-demo/payments": 12.5 } },
      employee: { dollars: null, overrides: { security: 30 } },
      stage: { dollars: null, overrides: {} },
    });
  });

  test("becomes a routing policy, with defaults", async () => {
    const { routing } = await load("routing.ts");
    expect(routing).toEqual({
      version: 1,
      repositories: { allow: ["**"] },
      triggers: ["created"],
      bots: { allow: [] },
      hints: { never_for: [] },
      rollout: { default: "active", canary_percentage: 0, rules: [] },
      rules: [
        {
          name: "infra",
          when: { commands: ["review"], paths: ["infra/**"] },
          employees: ["backend", "security"],
        },
      ],
    });
  });

  test("becomes guards and argument validators", async () => {
    const { isLetter, argumentValidators, ...others } = await load("validators.mjs");
    expect(others).toEqual({});
    if (typeof isLetter !== "function") throw new Error("The module exports no guard");
    expect(isLetter({ to: "x", copies: 1, at: "2026-11-23T10:00:00Z" })).toBe(true);
    expect(isLetter({ to: "x", copies: 1, at: "today" })).toBe(false);
    expect(isLetter).toHaveProperty("errors.0.keyword", "format");
    // Untrusted data: the guard stops at the first error and converts nothing.
    expect(isLetter({ to: "", copies: "1" })).toBe(false);
    expect(isLetter).toHaveProperty("errors.length", 1);

    expect(Object.keys(Object(argumentValidators))).toEqual(["security"]);
    const { security } = Object(argumentValidators);
    const typed: Record<string, unknown> = { depth: "3" };
    expect(security(typed)).toBe(true);
    expect(typed).toEqual({ depth: 3 });
    expect(security({ depth: "many", other: "1" })).toBe(false);
    expect(security.errors).toHaveLength(2);
  });

  test("has validators that need no package and compile nothing at run time", async () => {
    const code = (await readGenerated(root, "validators.mjs")).replaceAll(/'[^'\n]*'|"[^"\n]*"/g, '""');
    expect(code).not.toMatch(/\brequire\(|\bimport\b|\beval\(|new Function/);
    expect(await readGenerated(root, "validators.d.mts")).toContain(
      'import type { Letter } from "../letter.schema.ts";',
    );
  });

  test("names its sources in each generated file", async () => {
    for (const file of files) {
      expect(await readGenerated(root, file)).toMatch(
        /^\/\/ Generated from .*(workflows|functions).*Do not edit\.\n/,
      );
    }
  });

  test("does not touch the files in a second run", async () => {
    const paths = files.map((file) => join(root, "core/generated", file));
    for (const path of paths) await utimes(path, 1, 1);
    await generate({ root, stage: "dev" });
    for (const path of paths) expect((await stat(path)).mtimeMs).toBe(1_000);
  });
});

test("the same sources give the same text in every folder and from every working directory", async () => {
  const [one, other] = [await writeProject(), await writeProject()];
  await generate({ root: one, stage: "dev" });
  const module = new URL("../../../../scripts/generate/generate.ts", import.meta.url).href;
  const script = `const { generate } = await import("${module}"); await generate({ root: ".", stage: "dev" });`;
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { cwd: other });
  for (const file of files) expect(await readGenerated(other, file)).toBe(await readGenerated(one, file));
});

test("writes nothing if there is a mistake", async () => {
  const root = await writeProject({ "workflows/routing.yml": "version: 2\n" });
  await expect(generate({ root, stage: "dev" })).rejects.toThrow(
    "workflows/routing.yml:1:10: `version` must be `1`.",
  );
  expect(existsSync(join(root, "core/generated"))).toBe(false);
});

test("the Serverless plugin generates once, before the bundling", async () => {
  const root = await writeProject();
  const service: { provider: { stage: string }; resources?: { Metadata?: Record<string, unknown> } } = {
    provider: { stage: "dev" },
  };
  const { hooks } = generatePlugin({ serviceDir: root, service });
  const runs = [
    "before:package:createDeploymentArtifacts",
    "before:offline:start:init",
    "before:invoke:local:invoke",
  ];
  const promises = runs.map((event) => hooks[event]?.());
  expect(promises[0]).toBeInstanceOf(Promise);
  expect(new Set(promises).size).toBe(1);
  await promises[0];
  expect(await readGenerated(root, "roster.ts")).toContain("security");
  // The deployed rules can be read from the stack, without the models' instructions.
  const kept = readRulesMetadata(JSON.stringify(service.resources));
  const { roster, policy } = await readRules({ root, stage: "dev" });
  expect(kept).toEqual({ policy, roster: roster.map((employee) => ({ ...employee, instructions: "" })) });
  expect(JSON.stringify(service.resources)).not.toContain("Look closely.");
});

test.each(["", "{}", '{"Metadata":{"Rules":"{"}}', '{"Metadata":{"Rules":"{\\"version\\":2}"}}'])(
  "a template without rules has none: %s",
  (template) => {
    expect(readRulesMetadata(template)).toBeNull();
  },
);
