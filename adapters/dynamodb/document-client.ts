import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock } from "../../core/clock.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { countThrottles } from "./count-throttles.ts";

const clients = new Map<DynamoDBClientConfig, DynamoDBDocumentClient>();

/** Returns the process's document client with these options. It omits `undefined` attributes. */
export function documentClient(options: DynamoDBClientConfig = longTimeouts): DynamoDBDocumentClient {
  const known = clients.get(options);
  if (known) return known;
  const store = new DynamoDBClient(options);
  countThrottles(store);
  const client = DynamoDBDocumentClient.from(store, {
    marshallOptions: { removeUndefinedValues: true },
  });
  clients.set(options, client);
  return client;
}

/** Returns a time to live of this many days, in seconds since the epoch. */
export function expiry(clock: Clock, days: number): number {
  return Math.floor(clock() / 1000) + days * 86_400;
}
