import { join } from "node:path";
import type { AwsOptions } from "./aws-options.ts";
import { createDynamoDb } from "./dynamodb/serve-dynamodb.ts";
import type { EventSourceMapping } from "./events/event-source-mapping.ts";
import { type AwsFaults, createAwsFaults } from "./faults/faults.ts";
import { isFaultRequest, serveFaults } from "./faults/serve-faults.ts";
import { isAccountSettingsRequest, serveAccountSettings } from "./lambda/account-settings-api.ts";
import { isInvocation, serveInvocation } from "./lambda/invoke-api.ts";
import { isMappingRequest, serveMappings } from "./lambda/mappings-api.ts";
import type { Pool } from "./lambda/pool.ts";
import { type JsonService, serveJson } from "./server/json-service.ts";
import { type Listener, listen } from "./server/listen.ts";
import { isQuery, type QueryOperations, serveQuery } from "./server/query-service.ts";

export interface Apis {
  /** Added when the functions exist, because their environment needs this listener's URL. */
  services: JsonService[];
  pools: Pool[];
  mappings: EventSourceMapping[];
  queries: QueryOperations;
  faults: AwsFaults;
  listener: Listener;
}

/** Serves all APIs but S3 and SQS on one port; the form of a request tells which service it is for. */
export async function serveApis({ log, ports, dataDirectory }: AwsOptions): Promise<Apis> {
  const dynamoDb = createDynamoDb(dataDirectory && join(dataDirectory, "tables"));
  const services: JsonService[] = [];
  const pools: Pool[] = [];
  const mappings: EventSourceMapping[] = [];
  const queries: QueryOperations = {};
  const faults = createAwsFaults();
  const unknown: JsonService = { target: "", version: "1.0", operations: {} };

  const listener = await listen(async (exchange) => {
    if (isFaultRequest(exchange.request.url ?? "")) return serveFaults(faults, exchange);
    if (faults.apply(exchange.request, exchange.response)) return;
    if (isInvocation(exchange.request.url ?? "")) return serveInvocation(pools, exchange);
    if (isMappingRequest(exchange.request.url ?? "")) return serveMappings(mappings, exchange);
    if (isAccountSettingsRequest(exchange.request.url ?? ""))
      return serveAccountSettings(pools.length, exchange);
    if (isQuery(exchange)) return serveQuery(queries, exchange, log);
    const target = String(exchange.request.headers["x-amz-target"] ?? "").split(".")[0];
    if (target?.startsWith("DynamoDB_")) return dynamoDb(exchange);
    const service = services.find((candidate) => candidate.target === target);
    return serveJson(service ?? { ...unknown, target: target ?? "" }, exchange, log);
  }, ports?.apis);
  return { services, pools, mappings, queries, faults, listener };
}
