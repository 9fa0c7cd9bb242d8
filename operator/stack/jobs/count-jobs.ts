import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import type { JobState } from "../../../core/jobs/job-state.ts";

/** Counts all jobs in a state from the index's keys; times (ISO 8601 UTC) limit when they entered it. */
export async function countJobs(
  tableName: string,
  state: JobState,
  { since = "0", until = "9999" }: { since?: string; until?: string } = {},
  client: DynamoDBDocumentClient = documentClient(),
): Promise<number> {
  let count = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: "by-state",
        KeyConditionExpression: "#state = :state AND updated_at BETWEEN :since AND :until",
        ExpressionAttributeNames: { "#state": "state" },
        // Without a limit these sort before and after every recorded time.
        ExpressionAttributeValues: { ":state": state, ":since": since, ":until": until },
        Select: "COUNT",
        ExclusiveStartKey: from,
      }),
    );
    count += page.Count ?? 0;
    from = page.LastEvaluatedKey;
  } while (from);
  return count;
}
