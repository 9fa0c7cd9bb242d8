import { setTimeout as delay } from "node:timers/promises";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from "@aws-sdk/client-dynamodb";
import type { Template } from "../template/template.ts";

/** The properties of AWS::DynamoDB::Table that dynalite supports; others (TTL, backups) are omitted. */
const supported = [
  "AttributeDefinitions",
  "KeySchema",
  "GlobalSecondaryIndexes",
  "LocalSecondaryIndexes",
] as const;

/** Creates the template's tables; resolves when they and their indexes are active. */
export async function createTables(template: Template, config: DynamoDBClientConfig): Promise<void> {
  const client = new DynamoDBClient(config);
  try {
    const tables = template.ofType("AWS::DynamoDB::Table");
    await Promise.all(tables.map(({ local, properties }) => createTable(client, local.name, properties)));
  } finally {
    client.destroy();
  }
}

async function createTable(
  client: DynamoDBClient,
  name: string,
  properties: Record<string, unknown>,
): Promise<void> {
  const schema = Object.fromEntries(supported.map((key) => [key, properties[key]]));
  await client.send(
    new CreateTableCommand({
      ...withoutThroughput(schema),
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
    } as CreateTableCommandInput),
  );
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    const statuses = [
      Table?.TableStatus,
      ...(Table?.GlobalSecondaryIndexes ?? []).map((index) => index.IndexStatus),
    ];
    if (statuses.every((status) => status === "ACTIVE")) return;
    await delay(2);
  }
}

/** Removes capacities, which on-demand tables do not accept. */
function withoutThroughput(schema: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(schema, (key, value) =>
      [
        "ProvisionedThroughput",
        "OnDemandThroughput",
        "WarmThroughput",
        "ContributorInsightsSpecification",
      ].includes(key)
        ? undefined
        : value,
    ),
  );
}
