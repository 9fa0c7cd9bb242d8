import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { directoryRows } from "../../../../core/employees/summary-directories.ts";
import { anyFile } from "./summaries.ts";

test("property: the rows add up to the totals, and there are at most twelve", () => {
  fc.assert(
    fc.property(fc.array(anyFile, { maxLength: 60 }), (files) => {
      const rows = directoryRows(files);
      const sum = (pick: (row: { files: number; additions: number; deletions: number }) => number): number =>
        rows.reduce((total, row) => total + pick(row), 0);
      expect(rows.length).toBeLessThanOrEqual(12);
      expect(sum((row) => row.files)).toBe(files.length);
      expect(sum((row) => row.additions)).toBe(files.reduce((total, { additions }) => total + additions, 0));
      expect(sum((row) => row.deletions)).toBe(files.reduce((total, { deletions }) => total + deletions, 0));
    }),
  );
});
