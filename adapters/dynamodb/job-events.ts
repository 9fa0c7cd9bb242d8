import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { JobEvent } from "../../core/jobs/job.ts";
import { unavailable } from "../runtime/aws-errors.ts";

/** Writes the items of these events; writing one again changes nothing. */
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

/** `state` and `updated_at` stay out of it: they are keys of an index that is for jobs alone. */
function eventItem(event: JobEvent) {
  return { item: `EVENT#${String(event.n).padStart(6, "0")}`, ...event };
}

/** The events of a job whose items are there, oldest first. */
export async function readEvents(
  client: DynamoDBDocumentClient,
  table: string,
  jobId: string,
): Promise<JobEvent[]> {
  try {
    const { Items } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: "job_id = :job AND begins_with(#item, :events)",
        ExpressionAttributeNames: { "#item": "item" },
        ExpressionAttributeValues: { ":job": jobId, ":events": "EVENT#" },
        ConsistentRead: true,
      }),
    );
    return (Items ?? []).map(
      ({ job_id: _job, item: _item, expires_at: _expires, ...event }) => event as JobEvent,
    );
  } catch (error) {
    throw unavailable("job_table", error);
  }
}
