import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { isMap, isScalar, parse, parseDocument } from "yaml";
import { metricList } from "../../core/metrics.ts";
import { employeeSchema } from "../../core/roster/employee.schema.ts";
import { anchorsOf, codeIn, linksOf, tableRows } from "./documents/markdown.ts";
import { isWritten, messagesIn } from "./observability/log-queries.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");

/** A threat with its controls, as docs/threat-model/controls.yml lists it. */
interface Control {
  id: string;
  code?: string[];
  docs?: string[];
  /** Titles by file. */
  tests?: Record<string, string[]>;
  /** The part without a test. */
  untested?: string;
}

const documents = globSync("{*,docs/**/*,tests/**/README}.md", { cwd: projectRoot }).toSorted();

describe("links", () => {
  test("the documents are found", () => {
    expect(documents).toEqual(
      expect.arrayContaining(["CONTRIBUTING.md", "README.md", "docs/deploying.md", "docs/threat-model.md"]),
    );
    expect(documents.flatMap((file) => linksOf(read(file))).length).toBeGreaterThan(50);
  });

  test.each(documents)("%s links only to existing files and headings", (file) => {
    const broken = linksOf(read(file))
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !resolves(file, target));

    expect(broken).toEqual([]);
  });
});

test("docs/README.md leads to every page", () => {
  const listed = linksOf(read("docs/README.md")).map((target) => join("docs", target));
  const pages = globSync("docs/{*,decisions/*}.md", { cwd: projectRoot });

  expect(pages.filter((page) => page !== "docs/README.md" && !listed.includes(page))).toEqual([]);
});

test("CONTRIBUTING.md names files and folders that exist", () => {
  const cells = tableRows(read("CONTRIBUTING.md"), "to add or change").map(([, touched = ""]) => touched);
  const paths = cells.flatMap(codeIn).filter((text) => /^[\w-]+\/[\w/.-]+$/.test(text));

  expect(paths.length).toBeGreaterThan(25);
  expect(paths.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
});

test("docs/employees.md has every field of an employee, and no other", () => {
  const fields = tableRows(read("docs/employees.md"), "field").flatMap(([names = ""]) => codeIn(names));

  expect(fields.toSorted()).toEqual(Object.keys(employeeSchema.properties).toSorted());
});

test("docs/metrics.md has every metric with its dimension, and no other", () => {
  const documented = tableRows(read("docs/metrics.md"), "metric").map(([name = "", unit, by = ""]) => [
    codeIn(name)[0],
    { unit, dimension: codeIn(by)[0] },
  ]);
  const real = Object.entries(metricList).map(([name, metric]) => {
    const unit = metric.kind === "time" ? "Milliseconds" : "Count";
    return [name, { unit, dimension: "by" in metric ? metric.by.dimension : undefined }];
  });

  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(real));
});

test("the queries of docs/metrics.md read lines that functions write", () => {
  const messages = messagesIn(read("docs/metrics.md"));

  expect(messages.length).toBeGreaterThan(8);
  expect(messages.filter((message) => !isWritten(message))).toEqual([]);
});

test("the changelog's newest release is the package's version", () => {
  const { version } = JSON.parse(read("package.json")) as { version: string };
  const [newest] = [...read("CHANGELOG.md").matchAll(/^## \[(\d[^\]]*)\] - \d{4}-\d{2}-\d{2}$/gm)];

  expect(newest?.[1]).toBe(version);
});

test("every documented script runs under the Node that npm brings, whichever is first on the PATH", () => {
  const texts = globSync(
    "{*.md,docs/**/*.md,{core,adapters,functions,middleware,operator,local,scripts,tests,workflows,resources}/**/*.{md,ts,mjs,yml}}",
    {
      cwd: projectRoot,
    },
  );
  const bare = texts.filter((file) => /(?<!npx )\bnode [a-z][\w-]*\/[\w/.-]+\.ts\b/.test(read(file)));

  expect(bare).toEqual([]);
});

describe("the threat model", () => {
  const page = read("docs/threat-model.md");
  const controls = Object.values(
    parse(read("docs/threat-model/controls.yml")) as Record<string, Control[]>,
  ).flat();
  const named = controls.flatMap(({ tests = {} }) =>
    Object.entries(tests).flatMap(([file, titles]) => titles.map((title) => ({ file, title }))),
  );

  test("names tests for every control, or states what has none", () => {
    const silent = controls.filter(({ tests, untested }) => tests === undefined && untested === undefined);
    const empty = controls
      .flatMap(({ tests = {} }) => Object.values(tests))
      .filter(({ length }) => length < 1);

    expect(named.length).toBeGreaterThan(50);
    expect({ silent, empty }).toEqual({ silent: [], empty: [] });
  });

  test("has every control on its page, once", () => {
    const ids = tableRows(page, "boundary").flatMap(([, , , cell = ""]) => codeIn(cell));

    expect(ids.toSorted()).toEqual(controls.map(({ id }) => id).toSorted());
  });

  test.each(controls)("$id refers to existing files", ({ code = [], docs = [] }) => {
    expect([...code, ...docs].filter((file) => !existsSync(join(projectRoot, file)))).toEqual([]);
  });

  test.each(named)("$title is a test of $file", ({ file, title }) => {
    expect(hasTest(read(file), title)).toBe(true);
  });
});

describe("docs/deploying.md", () => {
  const text = read("docs/deploying.md");
  const options = tableRows(text, "option").map(([names = "", ...values]) => ({
    names: codeIn(names),
    values,
  }));
  const stages = parse(read("resources/stages.yml")) as Record<string, Record<string, unknown>>;
  const known = Object.keys(stages.default ?? {});

  test("has every option of resources/stages.yml, and no other", () => {
    const names = options.flatMap((option) => option.names);
    const [whole, prefixes] = [names.filter((name) => !name.endsWith("…")), names.filter(isPrefix)];
    const covered = known.filter((name) => prefixes.some((prefix) => name.startsWith(prefix.slice(0, -1))));

    expect(new Set([...whole, ...covered])).toEqual(new Set(known));
    expect(prefixes.filter((prefix) => !known.some((name) => name.startsWith(prefix.slice(0, -1))))).toEqual(
      [],
    );
  });

  test("has the values of the options by default and in prod", () => {
    const said = options.flatMap(({ names, values: [standard = "", prod = ""] }) => [
      ...valuesOf(names, standard).map((one) => ({ stage: "default", ...one })),
      ...valuesOf(names, prod).map((one) => ({ stage: "prod", ...one })),
    ]);

    expect(said.length).toBeGreaterThan(25);
    expect(said).toEqual(said.map(({ stage, name }) => ({ stage, name, value: shown(stage, name) })));
  });

  test("names existing outputs of the stack", () => {
    const named = tableRows(text, "output").flatMap(([names = ""]) => codeIn(names));
    const outputs = globSync("resources/*.yml", { cwd: projectRoot }).flatMap(outputsOf);

    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !outputs.includes(name))).toEqual([]);
  });

  /** A value as the table shows it; a stage without a value has the default. */
  function shown(stage: string, name: string): string {
    const value = stages[stage]?.[name] ?? stages.default?.[name];
    if (typeof value === "boolean") return value ? "yes" : "no";
    return String(value).replace(/^https:\/\//, "");
  }
});

function resolves(from: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? from : relative(projectRoot, join(projectRoot, dirname(from), decodeURI(path)));
  if (!existsSync(join(projectRoot, file))) return false;
  return anchor === undefined || (file.endsWith(".md") && anchorsOf(read(file)).includes(anchor));
}

/** Whether a file has a `test` or a `describe` with that title: the first argument of a call. */
function hasTest(source: string, title: string): boolean {
  const literals = [JSON.stringify(title), `'${title}'`, `\`${title}\``].map((text) =>
    text.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"),
  );
  return new RegExp(`\\(\\s*(?:${literals.join("|")}),`).test(source);
}

function isPrefix(name: string): boolean {
  return name.endsWith("…");
}

/** The values that a cell gives the options of its row, in order. Options without a value are left out. */
function valuesOf(names: string[], cell: string): { name: string; value: string }[] {
  const values = cell.replaceAll("`", "").split(", ");
  return names.flatMap((name, n) => {
    const value = values[n];
    return value && !isPrefix(name) ? [{ name, value }] : [];
  });
}

function outputsOf(file: string): string[] {
  const outputs = parseDocument(read(file), { logLevel: "error" }).get("Outputs");
  return isMap(outputs) ? outputs.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
}
