import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { JobEvent } from "../../core/jobs/job-event.ts";
import { unavailable } from "../runtime/aws-errors.ts";
import type { Table } from "./table.ts";

/** Writes the items of these events. Writing an event again changes nothing. Throws RetryableError. */
export async function writeEvents(
  client: DynamoDBDocumentClient,
  table: string,
  jobId: string,
  events: JobEvent[],
  expires_at: number,
): Promise<void> {
  try {
    const requests = events.map((event) => ({
      PutRequest: { Item: { job_id: jobId, ...eventItem(event), expires_at } },
    }));
    const { UnprocessedItems } = await client.send(
      new BatchWriteCommand({ RequestItems: { [table]: requests } }),
    );
    if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error("DynamoDB left items unwritten");
  } catch (error) {
    throw unavailable("job_table", error);
  }
}

/** Leaves out `state` and `updated_at`, the keys of an index that is for jobs alone. */
function eventItem(event: JobEvent) {
  return { item: `EVENT#${String(event.n).padStart(6, "0")}`, ...event };
}

/** Returns the events of a job that have items, oldest first. */
export async function readEvents(items: Table, jobId: string): Promise<JobEvent[]> {
  const found = await items.query({
    KeyConditionExpression: "job_id = :job AND begins_with(#item, :events)",
    ExpressionAttributeNames: { "#item": "item" },
    ExpressionAttributeValues: { ":job": jobId, ":events": "EVENT#" },
    ConsistentRead: true,
  });
  return found.map(
    ({ job_id: _job, item: _item, expires_at: _expires, ...event }) => event as unknown as JobEvent,
  );
}
