import { type Io, print } from "../io.ts";
import { type Column, displayText, fields, table } from "./table.ts";

/**
 * Prints a table that fits the terminal: if it is too wide, with relative times only, or else a block for each row.
 * Nothing is truncated, and a file or another program gets the whole table.
 */
export function printTable<Row>({ stdout }: Io, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const width = stdout.isTTY ? (stdout.columns ?? 80) : Number.POSITIVE_INFINITY;
  const fits = (lines: string[]) => lines.every((line) => line.length <= width);
  const whole = table(columns, rows);
  const short = columns.map((column) => ({ ...column, cell: (row: Row) => shortened(column.cell(row)) }));
  const narrow = table(short, rows);
  print(stdout, ...([whole, narrow].find(fits) ?? blocks(short, rows)));
}

/** `2026-11-24T08:00:00Z (3 min ago)` becomes `3 min ago`. */
function shortened(cell: string | number | null): string | number | null {
  return typeof cell === "string" ? cell.replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z \(([^)]+)\)/g, "$1") : cell;
}

/** Puts the names in their own column and omits empty fields. */
function blocks<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  return rows.flatMap((row, n) => {
    const cells = columns.map(({ head, cell }) => [head, cell(row)] as const);
    const lines = fields(Object.fromEntries(cells.filter(([, cell]) => displayText(cell) !== "")));
    return n === 0 ? lines : ["", ...lines];
  });
}
