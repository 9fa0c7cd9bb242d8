import { describe, expect, test } from "@jest/globals";
import { readRules } from "../../scripts/generate/read-rules.ts";
import { readRulesMetadata } from "../../scripts/generate/rules-metadata.ts";
import { packageService } from "./packaging/package-service.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const packages = await packageService();

describe.each(packages)("rules of $stage", ({ template, stage }) => {
  test("are in the template as the files have them, so that operators can read the deployed rules", async () => {
    const { roster, policy } = await readRules({ root: projectRoot, stage });
    expect(readRulesMetadata(JSON.stringify(template))).toEqual({
      ...{ policy, roster: roster.map((employee) => ({ ...employee, instructions: "" })) },
    });
  });

  test("fit with the rest of the template into CloudFormation's limit of one megabyte", () => {
    expect(JSON.stringify(template).length).toBeLessThan(700_000);
  });
});
