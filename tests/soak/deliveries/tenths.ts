import { markdownTable } from "../../bench/markdown-table.ts";
import type { Mark } from "./mark.ts";

/** One tenth of a run. */
export interface Tenth extends Mark {
  /** Milliseconds of a delivery in this tenth, with as many in flight as the run allows. */
  each: number;
}

/** Returns the run in tenths; the marks are the start and the end of each. */
export function tenthsOf(marks: readonly Mark[]): Tenth[] {
  return marks.slice(1).map((mark, n) => {
    const before = marks[n] ?? mark;
    return { ...mark, each: (1_000 * (mark.at - before.at)) / Math.max(1, mark.done - before.done) };
  });
}

export interface Change {
  /** The share by which the main process is larger at the end than after the second tenth, when it is warm. */
  main: number;
  /** The share by which a delivery takes longer in the last three tenths than in the second to fourth. */
  time: number;
  /** The most resident bytes of all processes together. */
  most: number;
}

export function changeOf(tenths: readonly Tenth[]): Change {
  const warm = tenths[1]?.main ?? Number.NaN;
  const mean = (some: readonly Tenth[]) => some.reduce((sum, { each }) => sum + each, 0) / some.length;
  return {
    main: (tenths.at(-1)?.main ?? Number.NaN) / warm - 1,
    time: mean(tenths.slice(-3)) / mean(tenths.slice(1, 4)) - 1,
    most: Math.max(...tenths.map(({ all }) => all)),
  };
}

const megabytes = (bytes: number | null) => (bytes === null ? "" : String(Math.round(bytes / 2 ** 20)));

export function tenthsTable(tenths: readonly Tenth[]): string {
  const head = ["deliveries", "ms each", "main MB", "all MB", "all MB, shared pages once", "processes"];
  const rows = tenths.map(({ done, each, main, all, shared, processes }) => [
    ...[String(done), each.toFixed(0), megabytes(main), megabytes(all), megabytes(shared), String(processes)],
  ]);
  return markdownTable(head, rows);
}
