import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { packageService } from "./packaging/package-service.ts";
import { functionsOf, ofType } from "./packaging/template.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const packages = await packageService();

/** Seconds. GitHub waits 10; a step of the workflow ends by itself before the workflow ends it. */
const timeouts: Record<string, number> = {
  receiveWebhook: 8,
  dispatchEvent: 30,
  acknowledgeJob: 45,
  freezeContext: 110,
  runEmployee: 890,
  publishResult: 55,
  compensateJob: 45,
  publishFailure: 45,
};

describe.each(packages)("functions of $stage", ({ stage, template }) => {
  const functions = functionsOf(template);

  test("run on the Node.js that they are built for", () => {
    for (const { properties } of functions) {
      expect(properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    }
  });

  test("end in time", () => {
    expect(Object.fromEntries(functions.map(({ key, timeout }) => [key, timeout]))).toEqual(timeouts);
  });

  test.each(functions)("$key is given the settings that its main.ts reads", ({ folder, environment }) => {
    const main = readFileSync(join(projectRoot, "functions", folder, "main.ts"), "utf8");
    const read = [...main.matchAll(/"([A-Z][A-Z0-9_]*)"/g)].map(([, name]) => name ?? "");
    // Every function is told its stage, so that its name is the same everywhere; not every one asks.
    const given = Object.keys(environment).filter((name) => name !== "STAGE" || read.includes(name));

    expect(read.length).toBeGreaterThan(0);
    expect(given.toSorted()).toEqual(read.toSorted());
  });

  test("are told names, never secrets", () => {
    for (const { environment } of functions) {
      const texts = Object.entries(environment).filter(([, value]) => typeof value === "string");
      const known = { STAGE: stage, GITHUB_API_URL: "https://api.github.com" };

      expect(known).toMatchObject(Object.fromEntries(texts));
    }
  });

  test("write to log groups that forget", () => {
    const groups = ofType(template, "AWS::Logs::LogGroup");

    expect(groups).toHaveLength(functions.length + 1);
    for (const [, { Properties }] of groups) {
      expect(Properties.RetentionInDays).toBe(stage === "prod" ? 365 : 30);
    }
  });
});
