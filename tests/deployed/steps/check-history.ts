import { gunzipSync } from "node:zlib";
import { GetObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { HistoryRecord } from "../../../core/jobs/history-record.ts";
import { until } from "../../e2e/until.ts";
import type { Clients } from "../service/clients.ts";
import { readResources } from "../service/stack.ts";

/**
 * Checks that the jobs' history has reached its bucket, from the table's stream through the function and
 * Firehose.
 */
export async function checkHistory(
  clients: Clients,
  jobId: string,
  say: (text: string) => void,
): Promise<void> {
  const resources = await readResources(clients.cloudFormation);
  const bucket = resources.find(({ id }) => id === "JobHistoryBucket")?.physicalId;
  if (!bucket) throw new Error("The stack has no JobHistoryBucket");
  const states = await until(
    () => statesOf(clients, bucket, jobId),
    (found) => found.includes("NOTIFIED"),
    300,
  );
  say(`${jobId}: ${states.join(", ")}`);
}

async function statesOf({ storage: client }: Clients, Bucket: string, jobId: string): Promise<string[]> {
  const states: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: "history/" })) {
    for (const { Key } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      const text = String(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
      const records = text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as HistoryRecord);
      states.push(...records.filter(({ job_id }) => job_id === jobId).map(({ to_state }) => to_state));
    }
  }
  return states;
}
