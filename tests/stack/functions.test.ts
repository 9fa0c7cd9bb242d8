import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { closureOf, conditionsIn, referencesIn } from "./packaging/combinations.ts";
import { deploy } from "./packaging/deployment.ts";
import { packageService } from "./packaging/package-service.ts";
import { at, functionsOf, ofType, resource } from "./packaging/template.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const packages = await packageService();

/**
 * Variables that may have a literal value besides the stage and the employees' secrets: GitHub's URL and limits, and the
 * swept hooks.
 */
const spelledOut = ["https://api.github.com", "app", "active", "shadow", "80", "500"];

/** Seconds. GitHub waits 10; a step ends by itself before the workflow ends it. */
const timeouts: Record<string, number> = {
  receiveWebhook: 8,
  receiveCallback: 8,
  checkHealth: 5,
  dispatchEvent: 30,
  acknowledgeJob: 45,
  awaitTurn: 30,
  freezeContext: 110,
  runEmployee: 890,
  callEmployee: 890,
  startWorkflow: 90,
  publishResult: 55,
  compensateJob: 45,
  publishFailure: 45,
  sweepDeliveries: 50,
  pingWebhook: 30,
  rotateWebhookSecret: 300,
  rotateOriginSecret: 900,
  refreshAddresses: 60,
  exportJobHistory: 30,
};

describe.each(packages)("functions of $stage", ({ stage, template }) => {
  const functions = functionsOf(template);
  const everything = deploy(template, { Edge: "cloudfront", GitHubAddressesOnly: "yes", Analytics: "yes" });

  test("run on the Node.js version that they are built for", () => {
    for (const { properties } of functions) {
      expect(properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    }
  });

  test("end in time", () => {
    expect(Object.fromEntries(functions.map(({ key, timeout }) => [key, timeout]))).toEqual(timeouts);
  });

  test.each(functions)("$key gets the variables that its main.ts reads", ({ folder, environment }) => {
    const main = readFileSync(join(projectRoot, "functions", folder, "main.ts"), "utf8");
    const read = [...main.matchAll(/"([A-Z][A-Z0-9_]*)"/g)].map(([, name]) => name ?? "");
    // Every function gets its stage under one name; not every function reads it.
    const given = Object.keys(environment).filter((name) => name !== "STAGE" || read.includes(name));

    expect(read.length).toBeGreaterThan(0);
    expect(given.toSorted()).toEqual(read.toSorted());
  });

  test.each(functions)("$key gets names and addresses, never secrets", ({ logicalId }) => {
    const { Environment } = everything.properties(logicalId) as { Environment: { Variables: object } };
    const secretPrefix = `pr-comment-automation/${stage}/employees/`;
    const unknown = Object.entries(Environment.Variables).filter(
      ([, value]) =>
        ![stage, secretPrefix, ...spelledOut].includes(value) && !/\{\w+(?:\.\w+)?\}/.test(value),
    );

    expect(unknown).toEqual([]);
    expect(JSON.stringify(Environment)).not.toContain("resolve:");
  });

  test("are traced, except for the scheduled ones that run all day", () => {
    const modes = functions.map(({ key, properties }) => [key, at(properties.TracingConfig, "Mode")]);

    expect(modes.filter(([, mode]) => mode !== "Active")).toEqual([
      ["sweepDeliveries", "PassThrough"],
      ["pingWebhook", "PassThrough"],
    ]);
  });

  test("write Lambda's own lines as JSON, too, because a metric filter reads them", () => {
    for (const { properties } of functions) expect(properties.LoggingConfig).toEqual({ LogFormat: "JSON" });
  });

  test("have a description", () => {
    const said = functions.map(({ properties }) => String(properties.Description));

    expect(new Set(said).size).toBe(functions.length);
    for (const text of said) expect(text).toMatch(/^[A-Z][^.]{10,}$/);
  });

  test("are provisioned if the stage says so: the one that GitHub waits for", () => {
    const aliases = ofType(template, "AWS::Lambda::Alias").map(([, { Properties }]) => Properties);
    const warm = {
      FunctionName: { Ref: "ReceiveWebhookLambdaFunction" },
      FunctionVersion: { "Fn::GetAtt": [expect.stringMatching(/^ReceiveWebhookLambdaVersion/), "Version"] },
      Name: "provisioned",
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 },
    };

    expect(aliases).toEqual(stage === "prod" ? [warm] : []);
    expect(ofType(template, "AWS::Lambda::Version")).toHaveLength(aliases.length);
  });
});

describe.each(packages.filter(({ stage }) => stage === "prod"))(
  "provisioned functions of $stage",
  ({ template }) => {
    // A version is published when the function's text changes, and the text of `!If` is the same with every
    // option: the provisioned instances would keep the values of an earlier deployment.
    test("get a new version when an option changes their environment", () => {
      const [[, version] = []] = ofType(template, "AWS::Lambda::Version");
      const published = resource(template, referencesIn(version?.Properties.FunctionName).join()).Properties;
      const conditions = [...closureOf(template, conditionsIn(published))];
      const options = referencesIn(conditions.map((name) => template.Conditions[name]));

      expect(options).toEqual(["Edge"]);
      for (const name of options) {
        expect(published.Description).toContain(String(template.Parameters[name]?.Default));
      }
    });
  },
);
