import { readFileSync } from "node:fs";
import { GetExecutionHistoryCommand } from "@aws-sdk/client-sfn";
import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { createJobTable } from "../../../adapters/dynamodb/job-table.ts";
import { type DeliveryId, deliveryKey } from "../../../core/deliveries/delivery.ts";
import type { AwsSide } from "./aws-side.ts";
import type { Thread } from "./conversation.ts";

/** The jobs of a pull request. */
export async function jobsOf({ tables, names }: AwsSide, { repo, pr }: Thread): Promise<string[]> {
  const { Items = [] } = await tables.send(
    new QueryCommand({
      TableName: names.JOB_TABLE,
      IndexName: "by-pull-request",
      KeyConditionExpression: "pull_request = :pull",
      ExpressionAttributeValues: { ":pull": `${repo}#${pr}` },
    }),
  );
  return Items.map(({ job_id }) => String(job_id));
}

/** The states of a job, from its events. */
export async function statesOf({ tables, names }: AwsSide, job: string): Promise<string[]> {
  return (await createJobTable(names.JOB_TABLE, tables).events(job)).map(({ to }) => to);
}

/** The errors of the first execution's steps, by name, in order. */
export async function stepErrors({ workflows, names }: AwsSide, job: string): Promise<string[]> {
  const executionArn = `${names.STATE_MACHINE_ARN.replace(":stateMachine:", ":execution:")}:${job}-r1`;
  const { events = [] } = await workflows.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }),
  );
  return events.flatMap(({ lambdaFunctionFailedEventDetails: failed }) =>
    failed?.error ? [failed.error] : [],
  );
}

/** The status of a delivery, or null for one that was never accepted. */
export async function statusOf({ tables, names }: AwsSide, id: DeliveryId): Promise<string | null> {
  const Key = { pk: deliveryKey(id) };
  const { Item } = await tables.send(new GetCommand({ TableName: names.IDEMPOTENCY_TABLE, Key }));
  return Item ? String(Item.status) : null;
}

/**
 * How often the message of a job had been received each time the dispatcher finished with it, from its log.
 */
export async function receivesOf({ tables, names }: AwsSide, job: string): Promise<number[]> {
  const [first] = await createJobTable(names.JOB_TABLE, tables).events(job);
  const log = readFileSync(".local/logs/pr-comment-automation-local-dispatchEvent.log", "utf8");
  return log
    .split("\n")
    .filter((line) => line.includes('"delivery processed"') && line.includes(String(first?.ids.delivery)))
    .map((line) => (JSON.parse(line) as { receive_count: number }).receive_count);
}
