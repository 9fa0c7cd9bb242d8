import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { modelNamesOf } from "../../../../core/roster/model-aliases.ts";
import { readModels } from "../../../../scripts/generate/read-models.ts";

const aliases = {
  default: { large: "anthropic/a", small: "anthropic/b" },
  stages: { dev: { large: "bedrock/c" } },
};

test("a stage overrides the default names with its own", () => {
  expect(modelNamesOf(aliases, "dev")).toEqual({ large: "bedrock/c", small: "anthropic/b" });
  expect(modelNamesOf(aliases, "prod")).toEqual(aliases.default);
});

describe("workflows/models.yml", () => {
  test("names the newest model of each family that the installed SDK knows", async () => {
    const { models } = await readModels(resolve(import.meta.dirname, "../../../.."));
    const file = createRequire(import.meta.url).resolve("@ai-sdk/anthropic/package.json");
    const types = readFileSync(join(file, "../dist/index.d.ts"), "utf8");
    const known = [...types.matchAll(/'(claude-([a-z]+)-(\d+)-(\d{1,2}))'/g)].map(
      ([, id = "", family = "", major, minor]) => ({
        id,
        family,
        version: Number(major) * 100 + Number(minor),
      }),
    );
    const newest = (family: string) =>
      known.filter((one) => one.family === family).toSorted((a, b) => b.version - a.version)[0]?.id;

    expect(known.length).toBeGreaterThan(5);
    expect(models?.default).toEqual({
      large: `anthropic/${newest("opus")}`,
      small: `anthropic/${newest("haiku")}`,
    });
  });
});
