import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { isMap, isScalar, parseDocument } from "yaml";
import { projectRoot } from "./packaging/tree-copy.ts";

const find = (pattern: string) => globSync(pattern, { cwd: projectRoot }).toSorted();
const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");

describe("source files", () => {
  test("declare every logical id once", () => {
    const declared = find("resources/*.yml").flatMap((file) =>
      ["Resources", "Outputs", "Conditions"].flatMap((section) =>
        keysOf(file, section).map((id) => ({ file, name: `${section}.${id}` })),
      ),
    );
    const twice = declared.filter(({ name }, index) => declared.findIndex((o) => o.name === name) < index);

    expect(declared.length).toBeGreaterThan(10);
    expect(twice).toEqual([]);
  });

  test("all resources and functions are in the table of contents", () => {
    const contents = read("serverless.yml");
    const files = [
      ...find("resources/*.yml"),
      ...find("functions/*/function.yml"),
      ...find("workflows/*/state-machine.yml"),
    ];

    expect(files.filter((file) => !contents.includes(`\${file(${file})}`))).toEqual([]);
  });

  test("the table of contents stays one", () => {
    expect(read("serverless.yml").trimEnd().split("\n").length).toBeLessThanOrEqual(110);
  });

  test.each(find("functions/*/main.ts"))("%s only puts things together", (file) => {
    const withoutImports = read(file)
      .replaceAll(/^import [^;]+;\n/gm, "")
      .trim();

    expect(withoutImports.split("\n").length).toBeLessThanOrEqual(15);
  });

  test("only main.ts reads the environment", () => {
    const sources = find("{functions,middleware}/**/*.ts").filter((file) => !file.endsWith("/main.ts"));

    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((file) => read(file).includes("process.env"))).toEqual([]);
  });
});

/** The parser keeps both of two equal keys, so that they can be found. */
function keysOf(file: string, section: string): string[] {
  const document = parseDocument(read(file), { uniqueKeys: false, logLevel: "error" });
  const map = document.get(section);
  return isMap(map) ? map.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
}
