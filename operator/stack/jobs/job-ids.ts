import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";

/** The job table's indexes: their partition keys, and the times that order them. */
const jobIndexes = {
  "by-delivery": { partition: "delivery_id", time: "created_at" },
  "by-repository": { partition: "repo", time: "created_at" },
  "by-employee": { partition: "employee", time: "created_at" },
  "by-state": { partition: "state", time: "updated_at" },
} as const;

export type JobIndexName = keyof typeof jobIndexes;

interface Times {
  /** ISO 8601 UTC, in the index's own time; null for no limit. */
  since: string | null;
  until: string | null;
}

export type JobRange = Times &
  (
    | { index: JobIndexName; value: string }
    /** Ordered by pull request; `pr_number` null for all. */
    | { index: "by-pull-request-id"; repo_id: number; pr_number: number | null }
  );

export interface JobIndexEntry {
  job_id: string;
  /** The index's own time. */
  time: string;
}

/** Yields the jobs of an index range, newest first; reads each page when it is needed. */
export function jobIds(
  tableName: string,
  range: JobRange,
  client: DynamoDBDocumentClient = documentClient(),
): AsyncGenerator<JobIndexEntry> {
  return range.index === "by-pull-request-id"
    ? inRepository(tableName, range, client)
    : byTime(tableName, range, client);
}

async function* byTime(
  tableName: string,
  { index, value, since, until }: Exclude<JobRange, { index: "by-pull-request-id" }>,
  client: DynamoDBDocumentClient,
): AsyncGenerator<JobIndexEntry> {
  const { partition, time } = jobIndexes[index];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: index,
        KeyConditionExpression: "#partition = :value AND #time BETWEEN :since AND :until",
        ExpressionAttributeNames: { "#partition": partition, "#time": time },
        // Without a limit these sort before and after every recorded time.
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

/** Reads all keys first, because the index is not ordered by time. */
async function* inRepository(
  tableName: string,
  { repo_id, pr_number, since, until }: Extract<JobRange, { index: "by-pull-request-id" }>,
  client: DynamoDBDocumentClient,
): AsyncGenerator<JobIndexEntry> {
  const found: JobIndexEntry[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: "by-pull-request-id",
        KeyConditionExpression: pr_number ? "repo_id = :repo AND pr_number = :number" : "repo_id = :repo",
        ExpressionAttributeValues: { ":repo": repo_id, ...(pr_number && { ":number": pr_number }) },
        ExclusiveStartKey: from,
      }),
    );
    for (const { job_id, created_at } of page.Items ?? []) {
      found.push({ job_id: String(job_id), time: String(created_at) });
    }
    from = page.LastEvaluatedKey;
  } while (from);
  yield* found
    .filter(({ time }) => (!since || time >= since) && (!until || time <= until))
    .toSorted((a, b) => b.time.localeCompare(a.time));
}
