import { gigabyteMonths } from "./request-use.ts";
import type { Stack } from "./stack.ts";
import { add, type Use } from "./use.ts";

type TableUse = Record<"tableCalls" | "tableWrites" | "tableReads" | "tableBytes" | "tableDays", number>;

/** Calls of a table, each on record where there is a trail, and what they leave in it. */
export function tableUse(stack: Stack, work: TableUse): Use {
  const watched = stack.ofType("AWS::CloudTrail::Trail").length > 0;
  return add(
    { tableWrite: work.tableWrites, tableRead: work.tableReads },
    { tableGbMonth: gigabyteMonths(work.tableBytes, work.tableDays) },
    watched ? { dataEvent: work.tableCalls } : {},
  );
}

/** With a KMS key every value is decrypted by it. */
export function secretUse(stack: Stack, reads: number): Use {
  const hasKey = stack.ofType("AWS::KMS::Key").length > 0;
  return { secretRead: reads, ...(hasKey ? { keyUse: reads } : {}) };
}
