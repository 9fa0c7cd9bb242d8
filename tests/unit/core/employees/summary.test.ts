import { describe, expect, test } from "@jest/globals";
import { changedFile } from "./records.ts";
import { section, summarize } from "./summaries.ts";

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
    expect(summarize([])).toBe("### No files changed\n\nAt `abcdef0` this pull request changes no files.");
  });

  test("says when GitHub did not list all files", () => {
    expect(summarize([changedFile()], true)).toContain("no more than 3,000 files");
    expect(summarize([changedFile()])).not.toContain("3,000");
  });

  test("says that code changed and no test did", () => {
    expect(summarize([changedFile({ additions: 1, deletions: 0 })])).toContain(
      "Code changed (1 line) but **no test did**.",
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
    expect(section(summarize([file]), "Largest changes")).toBe("No hand-written file has changed lines.");
  });
});
