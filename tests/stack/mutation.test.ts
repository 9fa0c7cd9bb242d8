import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { groups } from "../mutation/groups.ts";
import { missingRows, writtenPage } from "../mutation/page.ts";
import { type Mutant, readReport } from "../mutation/report.ts";
import { percentage, scoresOf, totalOf } from "../mutation/scores.ts";
import { compareSurvivors, type EquivalentMutant, readEquivalent } from "../mutation/survivors.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const files = (globs: readonly string[]) => globs.flatMap((glob) => globSync(glob, { cwd: projectRoot }));

const survivor: Mutant = { file: "a.ts", line: "if (a) b();", code: "a", becomes: "true", noticed: false };
const explained: EquivalentMutant = { ...withoutNoticed(survivor), why: "`a` is always true" };

function withoutNoticed({ noticed: _, ...mutant }: Mutant) {
  return mutant;
}

describe("each group", () => {
  test.each(Object.entries(groups))("%s mutates existing files, and has tests for them", (_name, group) => {
    for (const glob of [...group.mutate, ...group.tests]) expect(files([glob])).not.toEqual([]);
    expect(group.atLeast).toBeGreaterThan(80);
  });

  test("covers every file of the grammar and of its Markdown reader", () => {
    const all = Object.values(groups).flatMap(({ mutate }) => files(mutate));
    const reader = ["comment-lines", "mail-quotation", "parse-markdown", "raw-html"];
    const readerFiles = reader.map((name) => `core/markdown/${name}.ts`);
    expect(all).toEqual(expect.arrayContaining([...files(["core/commands/*.ts"]), ...readerFiles]));
  });

  test("mutates no file of another group", () => {
    const all = Object.values(groups).flatMap(({ mutate }) => files(mutate));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("survivors", () => {
  test("with an explanation are accepted, others are not", () => {
    expect(compareSurvivors([survivor], [explained])).toEqual({ unexplained: [], stale: [] });
    expect(compareSurvivors([survivor], [])).toEqual({ unexplained: [survivor], stale: [] });
    for (const change of [{ line: "x" }, { code: "x" }, { becomes: "x" }, { file: "b.ts" }]) {
      const other = { ...survivor, ...change };
      expect(compareSurvivors([other], [explained]).unexplained).toEqual([other]);
    }
  });

  test("that are killed now need no explanation", () => {
    const killed = { ...survivor, noticed: true };
    expect(compareSurvivors([killed], [explained])).toEqual({ unexplained: [], stale: [explained] });
  });

  test("of files that were not mutated are ignored", () => {
    expect(compareSurvivors([], [explained])).toEqual({ unexplained: [], stale: [] });
  });

  test("are explained in mutated files, in existing lines", () => {
    const mutated = Object.values(groups).flatMap(({ mutate }) => files(mutate));
    for (const { file, line, why } of readEquivalent()) {
      expect(mutated).toContain(file);
      const lines = readFileSync(join(projectRoot, file), "utf8").split("\n");
      expect(lines.map((text) => text.replaceAll(/\s+/g, " ").trim())).toContain(line);
      expect(why.length).toBeGreaterThan(20);
    }
  });
});

describe("a report of Stryker", () => {
  const folder = mkdtempSync(join(tmpdir(), "mutation-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  function mutantsOf(...mutants: object[]): Mutant[] {
    const source = "first\n  if (a && b) {\n    c();\n  }\n";
    const path = join(folder, "report.json");
    writeFileSync(path, JSON.stringify({ files: { "a.ts": { source, mutants } } }));
    return readReport(path);
  }
  const at = (line: number, column: number, endLine: number, endColumn: number) => ({
    start: { line, column },
    end: { line: endLine, column: endColumn },
  });

  test("is read from top to bottom, each mutant with its code and its line", () => {
    const block = { location: at(2, 15, 4, 4), replacement: "{}", status: "Survived" };
    const part = { location: at(2, 7, 2, 8), replacement: "true", status: "Killed" };
    expect(mutantsOf(block, part)).toEqual([
      { file: "a.ts", line: "if (a && b) {", code: "a", becomes: "true", noticed: true },
      { file: "a.ts", line: "if (a && b) {", code: "{ c(); }", becomes: "{}", noticed: false },
    ]);
  });

  test.each([
    ["Killed", [true]],
    ["Timeout", [true]],
    ["RuntimeError", [true]],
    ["Survived", [false]],
    ["NoCoverage", [false]],
    ["CompileError", []],
    ["Ignored", []],
  ])("contains a mutant that was %s", (status, noticed) => {
    const mutants = mutantsOf({ location: at(2, 7, 2, 8), replacement: "true", status });
    expect(mutants.map((mutant) => mutant.noticed)).toEqual(noticed);
  });
});

describe("scores", () => {
  const killed = { ...survivor, noticed: true };

  test("are counted file by file", () => {
    const mutants = [survivor, killed, { ...killed, file: "b.ts" }];
    expect(scoresOf(mutants)).toEqual([
      { file: "a.ts", mutants: 2, noticed: 1 },
      { file: "b.ts", mutants: 1, noticed: 1 },
    ]);
    expect(totalOf(mutants)).toEqual({ mutants: 3, noticed: 2 });
  });

  test("are never rounded up", () => {
    expect(percentage({ mutants: 10_000, noticed: 9_999 })).toBe(99.9);
    expect(percentage({ mutants: 3, noticed: 3 })).toBe(100);
  });
});

describe("tests/mutation/README.md", () => {
  const page = readFileSync(join(projectRoot, "tests/mutation/README.md"), "utf8");

  test("has a score for each mutated file, and explains each survivor", () => {
    const mutated = Object.values(groups).flatMap(({ mutate }) => files(mutate));
    const scored = mutated.filter((file) =>
      new RegExp(`^\\| \\[\\S+\\]\\(\\.\\./\\.\\./${file}\\) \\| \\d+ \\|`, "m").test(page),
    );
    expect(mutated.filter((file) => !scored.includes(file))).toEqual(notMeasured);
    expect(page).toContain(" by `npm run test:mutation`:\n");
    const written = writtenPage(page, [], readEquivalent(), new Date());
    expect(page.slice(page.indexOf("| in |"))).toBe(written.slice(written.indexOf("| in |")));
  });

  test("gets new tables, and reports missing rows", () => {
    const written = writtenPage(page, [survivor], [explained], new Date("2027-01-02"));
    expect(written).toContain("Measured on 2027-01-02 by");
    expect(written).toContain("| [a.ts](../../a.ts) | 1 | 0 | 0 % |\n| all | 1 | 0 | 0 % |\n");
    expect(missingRows(written, [survivor], [explained])).toEqual([]);
    expect(missingRows(page, [survivor], [explained])).toEqual([
      "| [a.ts](../../a.ts) | 1 | 0 | 0 % |",
      "| [a.ts](../../a.ts) | `a` in `if (a) b();` | `true` | `a` is always true |",
    ]);
  });
});

/**
 * Files that have changed since the last measurement, in the order of the groups: `npm run test:mutation --
 * --write` adds their rows.
 */
const notMeasured: string[] = [
  "core/commands/check-arguments.ts",
  "core/commands/explain-schema-error.ts",
  "middleware/http-errors.ts",
  "middleware/validation.ts",
  "core/markdown/comment-lines.ts",
  "core/markdown/mail-quotation.ts",
  "core/markdown/parse-markdown.ts",
  "core/markdown/raw-html.ts",
  "core/commands/command-names.ts",
  "core/commands/parse-comment.ts",
  "core/commands/split-words.ts",
  "adapters/dynamodb/delivery-item.ts",
];
