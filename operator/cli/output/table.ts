import { revealInvisible } from "../../../core/markdown/invisible.ts";

export interface Column<Row> {
  head: string;
  /** What is not known is null, what does not apply is empty. */
  cell(row: Row): string | number | null;
}

/** Rows under their heads, a line each, without what a terminal would act upon. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const heads = columns.map(({ head }) => head);
  const cells = rows.map((row) => columns.map(({ cell }) => shown(cell(row))));
  const widths = heads.map((head, n) => Math.max(head.length, ...cells.map((line) => line[n]?.length ?? 0)));
  return [heads, ...cells].map((line) =>
    line
      .map((text, n) => text.padEnd(widths[n] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** One thing's values, a line each, the names in a column of their own. */
export function fields(values: Record<string, string | number | null>): string[] {
  const width = Math.max(0, ...Object.keys(values).map((name) => name.length));
  return Object.entries(values).map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`);
}

/** Names and reasons are other people's: nothing of them moves the cursor or begins a line. */
export function shown(value: string | number | null): string {
  if (value === null) return "-";
  return revealInvisible(String(value)).replace(/\s+/g, " ");
}
