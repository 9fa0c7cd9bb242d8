import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Clock } from "../../core/clock.ts";
import type { SweepMarks } from "../../core/repair/sweep-marks.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { documentClient, expiry } from "./document-client.ts";

const keepDays = 30;

/** The sweeps' marks, items `sweep#<name>` of the idempotency table. */
export function createSweepMarks(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): SweepMarks {
  return {
    async read(name) {
      const key = { pk: `sweep#${name}` };
      try {
        const { Item } = await client.send(
          new GetCommand({ TableName: table, Key: key, ConsistentRead: true }),
        );
        return typeof Item?.mark === "string" ? Item.mark : null;
      } catch (error) {
        throw unavailable("sweep_marks", error);
      }
    },

    async advance(name, time) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: `sweep#${name}` },
            UpdateExpression: "SET mark = :time, expires_at = :expiry",
            ConditionExpression: "attribute_not_exists(mark) OR mark < :time",
            ExpressionAttributeValues: { ":time": time, ":expiry": expiry(clock, keepDays) },
          }),
        );
      } catch (error) {
        // Another sweep is further along.
        if (!isNamed(error, "ConditionalCheckFailedException")) throw unavailable("sweep_marks", error);
      }
    },
  };
}
