import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import type { JobIndex, PullRequestIndex } from "../core/jobs/job-index.ts";
import { unavailable } from "./aws-errors.ts";
import { documentClient } from "./dynamo.ts";

/** Sorts before every time that is written down. */
const always = "0";

/** The job table's indexes `by-state` and `by-pull-request`, which hold keys alone. */
export function createJobIndex(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
): JobIndex & PullRequestIndex {
  async function query(input: Omit<QueryCommandInput, "TableName">): Promise<Record<string, unknown>[]> {
    try {
      const { Items } = await client.send(new QueryCommand({ TableName: table, ...input }));
      return Items ?? [];
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

    async onPullRequest({ repo, pr_number }, limit) {
      const items = await query({
        IndexName: "by-pull-request",
        KeyConditionExpression: "pull_request = :pull",
        ExpressionAttributeValues: { ":pull": `${repo}#${pr_number}` },
        ScanIndexForward: false,
        Limit: limit,
      });
      return items.map(({ job_id }) => String(job_id));
    },
  };
}
