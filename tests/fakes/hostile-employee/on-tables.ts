import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type Attempt, clientOf, type Possession, type Victim } from "./attempt.ts";

/**
 * Reads and changes jobs, its own among them, and the gates of deliveries, intents, circuits and the rollout.
 */
export function onTables(possession: Possession, { job_id, jobTable: TableName }: Victim): Attempt[] {
  const client = new DynamoDBClient(clientOf(possession));
  const keyOf = (id: string) => ({ job_id: { S: id }, item: { S: "JOB" } });
  const Key = keyOf(job_id);
  const own = keyOf(possession.input.job_id);
  const move = { UpdateExpression: "SET pr_number = :n", ExpressionAttributeValues: { ":n": { N: "1" } } };
  const inState = {
    ...{ IndexName: "by-state", KeyConditionExpression: "#state = :state" },
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: { ":state": { S: "NOTIFIED" } },
  };
  const events = { [TableName]: [{ PutRequest: { Item: { ...Key, item: { S: "EVENT#000009" } } } }] };
  return [
    ["read another job", () => client.send(new GetItemCommand({ TableName, Key }))],
    ["read its own job", () => client.send(new GetItemCommand({ TableName, Key: own }))],
    [
      "read jobs",
      () => client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } })),
    ],
    ["list jobs", () => client.send(new ScanCommand({ TableName }))],
    ["find jobs", () => client.send(new QueryCommand({ TableName, ...inState }))],
    ["move another job", () => client.send(new UpdateItemCommand({ TableName, Key, ...move }))],
    ["move its own job", () => client.send(new UpdateItemCommand({ TableName, Key: own, ...move }))],
    ["replace a job", () => client.send(new PutItemCommand({ TableName, Item: Key }))],
    ["delete a job", () => client.send(new DeleteItemCommand({ TableName, Key }))],
    ["write events", () => client.send(new BatchWriteItemCommand({ RequestItems: events }))],
    ...onGates(client, String(possession.environment.IDEMPOTENCY_TABLE)),
  ];
}

function onGates(client: DynamoDBClient, TableName: string): Attempt[] {
  const itemOf = (pk: string) => ({ pk: { S: pk } });
  const put = (pk: string) => () => client.send(new PutItemCommand({ TableName, Item: itemOf(pk) }));
  const rollout = itemOf("rollout#current");
  return [
    ["read a gate", () => client.send(new GetItemCommand({ TableName, Key: rollout }))],
    ["list gates", () => client.send(new ScanCommand({ TableName }))],
    ["delete a gate", () => client.send(new DeleteItemCommand({ TableName, Key: rollout }))],
    ["change the rollout", put("rollout#current")],
    ["close GitHub's circuit", put("circuit#github#*")],
    ["claim an intent", put(`intent#${"a".repeat(64)}`)],
  ];
}
