import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../functions/adapters/dynamo.ts";
import type { JobState } from "../../../functions/core/jobs/job-state.ts";

/** How many jobs are in a state, all of them, by the keys of the index alone; ISO 8601 UTC: those that got there within. */
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
        // Without a limit they sort before and after every time that is written down.
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
