import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../functions/adapters/dynamo.ts";

/** The job table's indexes, their partition keys and what they are ordered by. All of them hold keys alone. */
export const jobIndexes = {
  "by-delivery": { partition: "delivery_id", time: "created_at" },
  "by-pull-request": { partition: "pull_request", time: "created_at" },
  "by-repository": { partition: "repo", time: "created_at" },
  "by-employee": { partition: "employee", time: "created_at" },
  "by-state": { partition: "state", time: "updated_at" },
} as const;

export type JobIndexName = keyof typeof jobIndexes;

export interface JobRange {
  index: JobIndexName;
  value: string;
  /** ISO 8601 UTC, by the index's own time; null: from the beginning, until now. */
  since: string | null;
  until: string | null;
}

export interface JobPlace {
  job_id: string;
  /** Of the index. */
  time: string;
}

/** Where jobs stand in one index of the job table, newest first, page by page as they are asked for. */
export async function* jobIds(
  tableName: string,
  { index, value, since, until }: JobRange,
  client: DynamoDBDocumentClient = documentClient(),
): AsyncGenerator<JobPlace> {
  const { partition, time } = jobIndexes[index];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: index,
        KeyConditionExpression: "#partition = :value AND #time BETWEEN :since AND :until",
        ExpressionAttributeNames: { "#partition": partition, "#time": time },
        // They sort before and after every time that is written down.
        ExpressionAttributeValues: { ":value": value, ":since": since ?? "0", ":until": until ?? "9999" },
        ScanIndexForward: false,
        Limit: 100,
        ExclusiveStartKey: from,
      }),
    );
    for (const item of page.Items ?? []) yield { job_id: String(item.job_id), time: String(item[time]) };
    from = page.LastEvaluatedKey;
  } while (from);
}
