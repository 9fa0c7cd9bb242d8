import { gigabyteMonths } from "./request-use.ts";
import type { Stack } from "./stack.ts";
import { add, type Use } from "./use.ts";

type TableUse = Record<"tableCalls" | "tableWrites" | "tableReads" | "tableBytes" | "tableDays", number>;

/** Returns what calls to a table use: units, storage, and data events if the stage has a trail. */
export function tableUse(stack: Stack, work: TableUse): Use {
  const hasTrail = stack.ofType("AWS::CloudTrail::Trail").length > 0;
  return add(
    { tableWrite: work.tableWrites, tableRead: work.tableReads },
    { tableGbMonth: gigabyteMonths(work.tableBytes, work.tableDays) },
    hasTrail ? { dataEvent: work.tableCalls } : {},
  );
}

/** Returns what reads of secrets use; with a KMS key, each read uses the key too. */
export function secretUse(stack: Stack, reads: number): Use {
  const hasKey = stack.ofType("AWS::KMS::Key").length > 0;
  return { secretRead: reads, ...(hasKey ? { keyUse: reads } : {}) };
}
