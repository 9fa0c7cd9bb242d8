import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import { createSweepMarks } from "../../../adapters/dynamodb/sweep-marks.ts";
import type { Stack } from "../find-stack.ts";
import { type Finding, failed, passed, warning } from "../finding.ts";
import { timeWithAge } from "../format.ts";

const minute = 60_000;
const silentMs = 15 * minute;

/** Checks that the sweeper runs, by the times that its parts record. */
export async function checkSweep(stack: Stack): Promise<Finding[]> {
  const table = stack.output("IdempotencyTableName");
  const [answers, next] = await Promise.all([createSweepMarks(table).read("answers"), nextRedelivery(table)]);
  // The first time is two minutes behind and does not advance while GitHub fails; the second is up to five minutes ahead.
  const runs = [answers === null ? 0 : Date.parse(answers) + 2 * minute, next - 5 * minute];
  const last = Math.max(...runs);
  const now = Date.now();
  if (last <= 0) return [warning("sweep", "has not run yet", "It runs within a minute of the start.")];
  const detail = `last about ${timeWithAge(Math.min(last, now), now)}`;
  if (now - last < silentMs) return [passed("sweep", detail)];
  return [failed("sweep", detail, "See the schedule and the log of sweepDeliveries: docs/repair.md.")];
}

/** Returns when the App's deliveries are next checked at GitHub. Each sweep sets it, whatever GitHub answers. */
async function nextRedelivery(table: string): Promise<number> {
  const Key = { pk: "redelivery#app" };
  const { Item } = await documentClient().send(new GetCommand({ TableName: table, Key }));
  return typeof Item?.next_at === "number" ? Item.next_at : 0;
}
