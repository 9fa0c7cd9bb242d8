import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { changedFile } from "./records.ts";
import { anyFile, section, summarize } from "./summaries.ts";

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

test("property: any path makes one valid row; the printed table adds up", () => {
  fc.assert(
    fc.property(fc.array(anyFile, { minLength: 1, maxLength: 30 }), (files) => {
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
