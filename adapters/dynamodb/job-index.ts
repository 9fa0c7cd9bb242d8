import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import type { JobIndex, PullRequestIndex } from "../../core/jobs/job-index.ts";
import { unavailable } from "../runtime/aws-errors.ts";
import { documentClient } from "./document-client.ts";

/** Sorts before every time that is written down. */
const always = "0";

/** The job table's indexes `by-state` and `by-pull-request-id`. */
export function createJobIndex(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
): JobIndex & PullRequestIndex {
  async function query(input: Omit<QueryCommandInput, "TableName">): Promise<Record<string, unknown>[]> {
    try {
      const found: Record<string, unknown>[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = new QueryCommand({ TableName: table, ...input, ExclusiveStartKey: from });
        const { Items = [], LastEvaluatedKey } = await client.send(page);
        found.push(...Items);
        from = input.Limit ? undefined : LastEvaluatedKey;
      } while (from);
      return found;
    } catch (error) {
      throw unavailable("job_table", error);
    }
  }

  return {
    async inState(state, { after = always, before }, limit) {
      // DynamoDB takes it for a mistake.
      if (after > before) return [];
      const items = await query({
        IndexName: "by-state",
        KeyConditionExpression: "#state = :state AND updated_at BETWEEN :after AND :before",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":state": state, ":after": after, ":before": before },
        Limit: limit,
      });
      return items.map(({ job_id, updated_at }) => ({
        job_id: String(job_id),
        updated_at: String(updated_at),
      }));
    },

    async onPullRequest({ repo_id, pr_number }, limit) {
      const items = await query({
        IndexName: "by-pull-request-id",
        KeyConditionExpression: "repo_id = :repository AND pr_number = :number",
        ExpressionAttributeValues: { ":repository": repo_id, ":number": pr_number },
      });
      return items
        .map(({ job_id, created_at }) => ({ job_id: String(job_id), created_at: String(created_at) }))
        .toSorted((a, b) => b.created_at.localeCompare(a.created_at))
        .slice(0, limit)
        .map(({ job_id }) => job_id);
    },
  };
}
