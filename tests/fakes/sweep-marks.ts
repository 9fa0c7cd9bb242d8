import type { SweepMarks } from "../../core/repair/sweep-marks.ts";

/** Marks in memory. */
export function createFakeSweepMarks(): SweepMarks {
  const marks = new Map<string, string>();
  return {
    read: async (name) => marks.get(name) ?? null,
    async advance(name, time) {
      if (time > (marks.get(name) ?? "")) marks.set(name, time);
    },
  };
}
