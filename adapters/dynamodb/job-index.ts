import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { JobIndex, PullRequestIndex } from "../../core/jobs/job-store.ts";
import { documentClient } from "./document-client.ts";
import { openTable } from "./table.ts";

/** Sorts before every ISO 8601 time. */
const always = "0";

/** The job table's indexes `by-state` and `by-pull-request-id`. */
export function createJobIndex(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
): JobIndex & PullRequestIndex {
  const items = openTable(table, "job_table", client);

  return {
    async inState(state, { after = always, before }, limit) {
      // DynamoDB refuses a BETWEEN whose bounds are reversed.
      if (after > before) return [];
      const found = await items.query({
        IndexName: "by-state",
        KeyConditionExpression: "#state = :state AND updated_at BETWEEN :after AND :before",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":state": state, ":after": after, ":before": before },
        Limit: limit,
      });
      return found.map(({ job_id, updated_at }) => ({
        job_id: String(job_id),
        updated_at: String(updated_at),
      }));
    },

    async onPullRequest({ repo_id, pr_number }, limit) {
      const found = await items.query({
        IndexName: "by-pull-request-id",
        KeyConditionExpression: "repo_id = :repository AND pr_number = :number",
        ExpressionAttributeValues: { ":repository": repo_id, ":number": pr_number },
      });
      return found
        .map(({ job_id, created_at }) => ({ job_id: String(job_id), created_at: String(created_at) }))
        .toSorted((a, b) => b.created_at.localeCompare(a.created_at))
        .slice(0, limit)
        .map(({ job_id }) => job_id);
    },
  };
}
