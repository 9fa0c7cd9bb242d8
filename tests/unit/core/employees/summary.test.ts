import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ChangedFile } from "../../../../functions/core/employees/pull-request-context.ts";
import { summarizePullRequest } from "../../../../functions/core/employees/summary.ts";
import { directoryRows } from "../../../../functions/core/employees/summary-directories.ts";
import { changedFile, pullRequestContext } from "./records.ts";

const summarize = (files: ChangedFile[], truncated = false): string =>
  summarizePullRequest(pullRequestContext({ files, files_truncated: truncated }));

const section = (summary: string, title: string): string =>
  summary.split(`#### ${title}\n\n`)[1]?.split("\n\n####")[0] ?? "";

/** The first table's rows as numbers, by the name in their first column. */
function directoryTable(summary: string): Map<string, number[]> {
  const table = summary.split("\n\n").find((block) => block.startsWith("| Directory")) ?? "";
  const rows = table.split("\n").slice(2);
  return new Map(
    rows.map((row) => {
      const cells = row.split("|").slice(1, -1);
      return [cells[0]?.trim() ?? "", cells.slice(1).map(Number)];
    }),
  );
}

describe("summarizePullRequest", () => {
  test("the whole answer", () => {
    const summary = summarize([
      changedFile({ path: "src/auth/session.ts", additions: 40, deletions: 5 }),
      changedFile({ path: "src/api/routes.ts", additions: 10, deletions: 0 }),
      changedFile({ path: "tests/auth/session.test.ts", additions: 30, deletions: 2 }),
      changedFile({ path: "package.json", additions: 1, deletions: 1 }),
      changedFile({ path: "package-lock.json", additions: 900, deletions: 300 }),
    ]);

    expect(summary).toBe(`### 5 files changed, +981 −308, at \`abcdef0\`

| Directory | Files | + | − |
|:--|--:|--:|--:|
| (root) | 2 | 901 | 301 |
| \`src/auth/\` | 1 | 40 | 5 |
| \`tests/auth/\` | 1 | 30 | 2 |
| \`src/api/\` | 1 | 10 | 0 |
| **Total** | 5 | 981 | 308 |

#### Tests and code

Code changed by 55 lines, tests by 32 lines.

| Kind | Files | + | − |
|:--|--:|--:|--:|
| Code | 2 | 50 | 5 |
| Tests | 1 | 30 | 2 |
| Other | 1 | 1 | 1 |
| Generated, vendored, lock files | 1 | 900 | 300 |

#### Largest changes

- \`src/auth/session.ts\`: +40 −5
- \`tests/auth/session.test.ts\`: +30 −2
- \`src/api/routes.ts\`: +10 −0
- \`package.json\`: +1 −1

#### Sensitive paths

**Auth and secrets**

- \`src/auth/session.ts\`: authentication
- \`tests/auth/session.test.ts\`: authentication

**Dependencies**

- \`package.json\`: npm manifest
- \`package-lock.json\`: npm lock file`);
  });

  test("no files", () => {
    expect(summarize([])).toBe("### No files changed\n\nAt `abcdef0` this pull request changes no file.");
  });

  test("says when GitHub did not list all files", () => {
    expect(summarize([changedFile()], true)).toContain("no more than 3,000 files");
    expect(summarize([changedFile()])).not.toContain("3,000");
  });

  test("says in plain words that code changed and no test did", () => {
    expect(summarize([changedFile({ additions: 1, deletions: 0 })])).toContain(
      "Code changed (1 line) and **no test did**.",
    );
    expect(summarize([changedFile({ path: "test/a.test.ts" })])).toContain("Tests changed, code did not.");
    expect(summarize([changedFile({ path: "README.md" })])).toContain("Neither code nor tests changed.");
  });

  test("shows renames, additions and removals; a renamed file counts for its old path", () => {
    const summary = summarize([
      changedFile({ path: "src/user.ts", previous_path: "src/login.ts", status: "renamed" }),
      changedFile({ path: "src/old.ts", status: "removed", additions: 0, deletions: 80 }),
      changedFile({ path: "src/new.ts", status: "added" }),
      changedFile({ path: "src/copy.ts", previous_path: "src/a.ts", status: "copied" }),
    ]);

    expect(section(summary, "Largest changes")).toContain("- `src/old.ts` (removed): +0 −80");
    expect(summary).toContain("- `src/new.ts` (added)");
    expect(summary).toContain("- `src/copy.ts` (copied from `src/a.ts`)");
    expect(section(summary, "Sensitive paths")).toContain(
      "- `src/user.ts` (renamed from `src/login.ts`): authentication",
    );
  });

  test("leaves lock, vendored and generated files out of the largest, and the largest at five", () => {
    const generated = [
      "yarn.lock",
      "vendor/auth/token.go",
      "dist/app.js",
      "src/api.pb.go",
      "a/__snapshots__/x.snap",
    ];
    const byHand = Array.from({ length: 8 }, (_, index) =>
      changedFile({ path: `src/f${index}.ts`, additions: index }),
    );
    const summary = summarize([
      ...generated.map((path) => changedFile({ path, additions: 5000 })),
      ...byHand,
    ]);

    const largest = section(summary, "Largest changes").split("\n");
    expect(largest).toHaveLength(5);
    expect(largest[0]).toBe("- `src/f7.ts`: +7 −1");
    expect(section(summary, "Sensitive paths")).not.toContain("vendor/auth");
  });

  test("only pure renames: nothing is the largest", () => {
    const file = changedFile({ previous_path: "a.ts", status: "renamed", additions: 0, deletions: 0 });
    expect(section(summarize([file]), "Largest changes")).toBe(
      "No file that people write has changed lines.",
    );
  });

  test("names the first fifteen of a topic and counts the rest", () => {
    const files = Array.from({ length: 40 }, (_, index) => changedFile({ path: `infra/m${index}.tf` }));
    const sensitive = section(summarize(files), "Sensitive paths").split("\n");
    expect(sensitive.filter((line) => line.startsWith("- `"))).toHaveLength(15);
    expect(sensitive.at(-1)).toBe("- and 25 more");
  });

  test("says that nothing sensitive is touched", () => {
    expect(summarize([changedFile()])).toContain("No dependency, CI, infrastructure, migration or auth path");
  });

  test.each([
    ["a|b.ts", "<code>a&#124;b.ts</code>"],
    ["a`b.ts", "<code>a&#96;b.ts</code>"],
    ["a\nb.ts", "`a[U+000A]b.ts`"],
    ["a\u202eb.ts", "`a[U+202E]b.ts`"],
    ["@octocat/x.ts", "`@octocat/x.ts`"],
    ["@octocat|x`.ts", "<code>@octocat&#124;x&#96;.ts</code>"],
    ["<!-- a -->.ts", "`<!-- a -->.ts`"],
    [" a.ts", "<code>&#32;a.ts</code>"],
  ])("the file name %j cannot break out of its row", (path, shown) => {
    expect(section(summarize([changedFile({ path })]), "Largest changes")).toBe(`- ${shown}: +3 −1`);
  });

  const segment = fc.oneof(
    fc.constantFrom(
      "src",
      "tests",
      "auth",
      "a|b",
      "`",
      "``x",
      "@octocat",
      "\n",
      "\\",
      "<b>",
      "é",
      "\u202e",
      "x.lock",
    ),
    fc.string({ minLength: 1, maxLength: 8 }),
  );
  const path = fc.array(segment, { minLength: 1, maxLength: 7 }).map((segments) => segments.join("/"));
  const lines = fc.nat({ max: 10_000 });
  const file = fc.record({ path, additions: lines, deletions: lines }).map((fields) => changedFile(fields));

  test("property: the rows add up to the totals, and there are at most twelve", () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 60 }), (files) => {
        const rows = directoryRows(files);
        const sum = (
          pick: (row: { files: number; additions: number; deletions: number }) => number,
        ): number => rows.reduce((total, row) => total + pick(row), 0);
        expect(rows.length).toBeLessThanOrEqual(12);
        expect(sum((row) => row.files)).toBe(files.length);
        expect(sum((row) => row.additions)).toBe(
          files.reduce((total, { additions }) => total + additions, 0),
        );
        expect(sum((row) => row.deletions)).toBe(
          files.reduce((total, { deletions }) => total + deletions, 0),
        );
      }),
    );
  });

  test("property: any path makes one valid row; the printed table adds up", () => {
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 30 }), (files) => {
        const summary = summarize(files);
        const table = directoryTable(summary);
        const total = table.get("**Total**");
        table.delete("**Total**");
        const rows = summary.split("\n").filter((line) => line.startsWith("|"));
        for (const row of rows) expect(row).toMatch(/^(\|[^|]+){4}\|$/);
        expect(total).toEqual(
          [0, 1, 2].map((column) => [...table.values()].reduce((sum, row) => sum + (row[column] ?? 0), 0)),
        );
        const outsideCode = summary.replace(/`[^`\n]+`|<code>[^<\n]*<\/code>/g, "");
        expect(outsideCode).not.toMatch(/[@`<\\]/);
      }),
    );
  });

  test("three thousand files take less than two seconds", () => {
    const files = Array.from({ length: 3000 }, (_, index) =>
      changedFile({ path: `src/m${index % 40}/f${index}.ts` }),
    );
    const started = performance.now();
    summarize(files, true);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
