import { describe, expect, test } from "@jest/globals";
import type { SweepMarks } from "../../../core/repair/sweep-marks.ts";

/** The contract of every store of marks. */
export function sweepMarksContract(name: string, create: () => SweepMarks): void {
  describe(`${name} as marks of sweeps`, () => {
    test("a mark moves forward and never back", async () => {
      const marks = create();
      expect(await marks.read("moving")).toBeNull();
      await marks.advance("moving", "2026-11-23T09:00:00.000Z");
      await marks.advance("moving", "2026-11-23T10:00:00.000Z");
      await marks.advance("moving", "2026-11-23T09:30:00.000Z");
      expect(await marks.read("moving")).toBe("2026-11-23T10:00:00.000Z");
    });

    test("each mark has its own name", async () => {
      const marks = create();
      await marks.advance("one", "2026-11-23T09:00:00.000Z");
      expect(await marks.read("another")).toBeNull();
    });
  });
}
