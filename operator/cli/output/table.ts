import { oneLine } from "../../stack/format.ts";

export interface Column<Row> {
  head: string;
  /** Null for unknown, empty for not applicable. */
  cell(row: Row): string | number | null;
}

/** Formats rows below their heads, one line each, without control characters. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const heads = columns.map(({ head }) => head);
  const cells = rows.map((row) => columns.map(({ cell }) => displayText(cell(row))));
  const widths = heads.map((head, n) => Math.max(head.length, ...cells.map((line) => line[n]?.length ?? 0)));
  return [heads, ...cells].map((line) =>
    line
      .map((text, n) => text.padEnd(widths[n] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Formats names and values, one line each, in two columns. */
export function fields(values: Record<string, string | number | null>): string[] {
  const width = Math.max(0, ...Object.keys(values).map((name) => name.length));
  return Object.entries(values).map(([name, value]) => `${name.padEnd(width)}  ${displayText(value)}`);
}

/** Formats a value as one line without control characters: users of GitHub choose names and reasons. */
export function displayText(value: string | number | null): string {
  if (value === null) return "-";
  return oneLine(String(value));
}
