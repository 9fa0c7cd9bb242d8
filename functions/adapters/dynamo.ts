import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock } from "../core/clock.ts";
import { quickClient } from "./aws-client.ts";

let shared: DynamoDBDocumentClient | null = null;

/** The process's one document client: it gives up early, and leaves `undefined` attributes out. */
export function documentClient(): DynamoDBDocumentClient {
  shared ??= DynamoDBDocumentClient.from(new DynamoDBClient(quickClient(2)), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return shared;
}

/** A time to live that many days from now, in seconds since the epoch. */
export function expiry(clock: Clock, days: number): number {
  return Math.floor(clock() / 1000) + days * 86_400;
}
