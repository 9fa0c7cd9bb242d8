import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { projectRoot } from "./packaging/tree-copy.ts";

const find = (pattern: string) => globSync(pattern, { cwd: projectRoot }).toSorted();
const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");

describe("source files", () => {
  test("the table of contents lists all resources, plugins, functions and workflows", () => {
    const contents = read("serverless.yml");
    const files = [
      ...find("resources/*.yml"),
      ...find("functions/*/function.yml"),
      ...find("workflows/*/state-machine.yml"),
    ];

    expect(files.length).toBeGreaterThan(35);
    expect(files.filter((file) => !contents.includes(`\${file(${file})`))).toEqual([]);
    expect(find("resources/*.mjs").filter((file) => !contents.includes(`- ./${file} #`))).toEqual([]);
  });

  test.each([
    ["resources/dashboard/*.yml", "resources/dashboard.yml"],
    ["resources/queries/*.sql", "resources/athena.yml"],
    ["resources/*.cjs", "serverless.yml"],
    ["workflows/employee-task/definition.asl.yml", "workflows/employee-task/state-machine.yml"],
  ])("%s is read by %s", (pattern, reader) => {
    const fragments = find(pattern);

    expect(fragments.length).toBeGreaterThan(0);
    expect(fragments.filter((file) => !read(reader).includes(`file(${file})`))).toEqual([]);
  });

  test("the resources folder has no other files", () => {
    const known =
      "resources/{*.yml,*.mjs,*.cjs,deployer-policy.json,dashboard/*.yml,deployment/*.mjs,queries/*.sql}";

    expect(find("resources/**/*.*").filter((file) => !find(known).includes(file))).toEqual([]);
  });

  test("the table of contents has only references", () => {
    expect(read("serverless.yml").trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  });

  test.each(find("functions/*/main.ts"))("%s only composes", (file) => {
    const withoutImports = read(file)
      .replaceAll(/^import [^;]+;\n/gm, "")
      .trim();

    expect(withoutImports.split("\n").length).toBeLessThanOrEqual(15);
  });

  test("a change of any source rebuilds the bundles on the laptop", () => {
    const { custom } = parse(read("serverless.yml")) as {
      custom: { esbuild: { watch: { pattern: string[] } } };
    };
    const watched = custom.esbuild.watch.pattern.flatMap(find);

    expect(watched.toSorted()).toEqual(find("{core,adapters,functions,middleware}/**/*.{ts,mjs}"));
  });

  test("only main.ts reads the environment, except what Lambda sets there for its SDK and its log", () => {
    const ofLambda = /process\.env(?:\.(?:AWS|_X_AMZN)_\w+|\[`AWS_)/g;
    const passedOn = "adapters/runtime/request-signer.ts";
    const sources = find("{core,adapters,functions,middleware}/**/*.ts").filter(
      (file) => !file.endsWith("/main.ts") && file !== passedOn,
    );

    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((file) => read(file).replace(ofLambda, "").includes("process.env"))).toEqual([]);
    const namesRead = read(passedOn).match(/\b[A-Z]+(?:_[A-Z]+)+(?=[:,}\s])/g) ?? [];
    expect(namesRead.filter((name) => !name.startsWith("AWS_"))).toEqual([]);
  });
});
