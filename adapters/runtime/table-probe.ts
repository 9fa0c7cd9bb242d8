import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { unavailable } from "./aws-errors.ts";

/** Asks a table for an item that is never there; the role of whoever asks may read no other one. */
export function createTableProbe(table: string, keyNames: string[], client: DynamoDBDocumentClient) {
  const Key = Object.fromEntries(keyNames.map((name) => [name, "health"]));
  return async function probeTable(): Promise<void> {
    try {
      await client.send(new GetCommand({ TableName: table, Key }));
    } catch (error) {
      throw unavailable("table", error);
    }
  };
}
