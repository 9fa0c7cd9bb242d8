import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { JobIndex } from "../core/jobs/job-index.ts";
import { unavailable } from "./aws-errors.ts";
import { documentClient } from "./dynamo.ts";

/** Sorts before every time that is written down. */
const always = "0";

/** The job table's index `by-state`, which holds keys alone. */
export function createJobIndex(table: string, client: DynamoDBDocumentClient = documentClient()): JobIndex {
  return {
    async inState(state, { after = always, before }, limit) {
      // DynamoDB takes it for a mistake.
      if (after > before) return [];
      try {
        const { Items } = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: "by-state",
            KeyConditionExpression: "#state = :state AND updated_at BETWEEN :after AND :before",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":state": state, ":after": after, ":before": before },
            Limit: limit,
          }),
        );
        return (Items ?? []).map(({ job_id, updated_at }) => ({
          job_id: String(job_id),
          updated_at: String(updated_at),
        }));
      } catch (error) {
        throw unavailable("job_table", error);
      }
    },
  };
}
