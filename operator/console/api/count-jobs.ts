import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../functions/adapters/dynamo.ts";
import type { JobState } from "../../../functions/core/jobs/job-state.ts";

/** How many jobs are in a state, by the keys of the index alone; with `since` (ISO 8601 UTC) those that got there since. */
export async function countJobs(
  tableName: string,
  state: JobState,
  since: string | null,
  client: DynamoDBDocumentClient = documentClient(),
): Promise<number> {
  let count = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: "by-state",
        KeyConditionExpression: "#state = :state AND updated_at >= :since",
        ExpressionAttributeNames: { "#state": "state" },
        // It sorts before every time that is written down.
        ExpressionAttributeValues: { ":state": state, ":since": since ?? "0" },
        Select: "COUNT",
        ExclusiveStartKey: from,
      }),
    );
    count += page.Count ?? 0;
    from = page.LastEvaluatedKey;
  } while (from);
  return count;
}
