import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import { createSweepMarks } from "../../../adapters/dynamodb/sweep-marks.ts";
import type { Stack } from "../find-stack.ts";
import { bad, doubtful, type Finding, good } from "../finding.ts";
import { moment } from "../time.ts";

const minute = 60_000;
const silentMs = 15 * minute;

/** Whether the sweeper comes by, by the traces that its parts leave. */
export async function checkSweep(stack: Stack): Promise<Finding[]> {
  const table = stack.output("IdempotencyTableName");
  const [answers, turn] = await Promise.all([createSweepMarks(table).read("answers"), nextTurn(table)]);
  // The one mark is two minutes behind and stays while GitHub fails; the other one is up to five minutes ahead.
  const seen = [answers === null ? 0 : Date.parse(answers) + 2 * minute, turn - 5 * minute];
  const last = Math.max(...seen);
  const now = Date.now();
  if (last <= 0) return [doubtful("sweep", "has not run yet", "It does within a minute of the start.")];
  const detail = `last about ${moment(Math.min(last, now), now)}`;
  if (now - last < silentMs) return [good("sweep", detail)];
  return [bad("sweep", detail, "See the schedule and the log of sweepDeliveries: docs/repair.md.")];
}

/** When the App's list of deliveries is looked through again: a sweep sets it, whatever GitHub answers. */
async function nextTurn(table: string): Promise<number> {
  const Key = { pk: "redelivery#app" };
  const { Item } = await documentClient().send(new GetCommand({ TableName: table, Key }));
  return typeof Item?.next_at === "number" ? Item.next_at : 0;
}
