import { createDynamoDb } from "./dynamodb/serve-dynamodb.ts";
import { isInvocation, serveInvocation } from "./lambda/invoke-api.ts";
import type { Pool } from "./lambda/pool.ts";
import { type JsonService, serveJson } from "./server/json-service.ts";
import { type Listener, listen } from "./server/listen.ts";

export interface Apis {
  /** Filled once the functions exist: their environment holds this listener's URL. */
  services: JsonService[];
  pools: Pool[];
  listener: Listener;
}

/** One port for DynamoDB, Step Functions, Secrets Manager and Lambda; the request's target tells them apart. */
export async function serveApis(log: (line: string) => void, port?: number): Promise<Apis> {
  const dynamoDb = createDynamoDb();
  const services: JsonService[] = [];
  const pools: Pool[] = [];
  const unknown: JsonService = { target: "", version: "1.0", operations: {} };

  const listener = await listen(async (exchange) => {
    if (isInvocation(exchange.request.url ?? "")) return serveInvocation(pools, exchange);
    const target = String(exchange.request.headers["x-amz-target"] ?? "").split(".")[0];
    if (target?.startsWith("DynamoDB_")) return dynamoDb(exchange);
    const service = services.find((candidate) => candidate.target === target);
    return serveJson(service ?? { ...unknown, target: target ?? "" }, exchange, log);
  }, port);
  return { services, pools, listener };
}
