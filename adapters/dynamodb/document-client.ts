import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock } from "../../core/clock.ts";
import { patient } from "../runtime/aws-client.ts";

const clients = new Map<unknown, DynamoDBDocumentClient>();

/** Returns the process's document client with these timeouts. It omits `undefined` attributes. */
export function documentClient(patience = patient): DynamoDBDocumentClient {
  const known = clients.get(patience);
  if (known) return known;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(patience), {
    marshallOptions: { removeUndefinedValues: true },
  });
  clients.set(patience, client);
  return client;
}

/** Returns a time to live of this many days, in seconds since the epoch. */
export function expiry(clock: Clock, days: number): number {
  return Math.floor(clock() / 1000) + days * 86_400;
}
