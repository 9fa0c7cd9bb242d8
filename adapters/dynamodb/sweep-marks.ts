import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock } from "../../core/clock.ts";
import type { SweepMarks } from "../../core/repair/sweep-marks.ts";
import { retentionDays } from "../../core/retention.ts";
import { documentClient, expiry } from "./document-client.ts";
import { openTable } from "./table.ts";

/** The sweeper's marks, items `sweep#<name>` of the idempotency table. */
export function createSweepMarks(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): SweepMarks {
  const items = openTable(table, "sweep_marks", client);

  return {
    async read(name) {
      const item = await items.get({ pk: `sweep#${name}` });
      return typeof item?.mark === "string" ? item.mark : null;
    },

    async advance(name, time) {
      await items.update({
        Key: { pk: `sweep#${name}` },
        UpdateExpression: "SET mark = :time, expires_at = :expiry",
        // Another sweep may be further along.
        ConditionExpression: "attribute_not_exists(mark) OR mark < :time",
        ExpressionAttributeValues: { ":time": time, ":expiry": expiry(clock, retentionDays.sweepMarks) },
      });
    },
  };
}
