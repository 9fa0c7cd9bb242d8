import { type DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import { modelProviders } from "../../../adapters/models/requirements.ts";
import type { CircuitId } from "../../../core/circuit/circuit-store.ts";
import type { Job } from "../../../core/jobs/job.ts";

/** Whom circuits are of. */
export const providers = ["github", ...modelProviders] as const;

/** The circuits that everybody passes, and those of the installations that these jobs belong to. */
export function circuitsOf(jobs: readonly Pick<Job, "installation_id">[]): CircuitId[] {
  const installations = new Set(
    jobs.map(({ installation_id }) => installation_id).filter((id) => id !== null),
  );
  return [
    ...providers.map((provider) => ({ provider, key: "*" })),
    { provider: "github", key: "app" },
    ...[...installations].map((id) => ({ provider: "github", key: String(id) })),
  ];
}

/** Every circuit that was ever written, by reading the whole table: nothing leads to them but their keys. */
export async function scanCircuits(
  tableName: string,
  looked: (items: number) => void,
  client: DynamoDBDocumentClient = documentClient(),
): Promise<CircuitId[]> {
  const found: CircuitId[] = [];
  let count = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: "begins_with(pk, :circuits)",
        ExpressionAttributeValues: { ":circuits": "circuit#" },
        ProjectionExpression: "pk",
        ExclusiveStartKey: from,
      }),
    );
    for (const { pk } of page.Items ?? []) {
      const [, provider = "", key = ""] = String(pk).split("#");
      found.push({ provider, key });
    }
    count += page.ScannedCount ?? 0;
    looked(count);
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}
