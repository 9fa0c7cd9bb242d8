import { isRecord, type JsonRecord, parseJson } from "../../../core/json-value.ts";
import type { EventSourceMapping } from "../events/event-source-mapping.ts";
import { AwsError } from "../server/aws-error.ts";
import type { HttpExchange } from "../server/listen.ts";
import { sendError, sendJson } from "../server/rest-response.ts";

const path = /^\/2015-03-31\/event-source-mappings(?:\/([^/?]*))?(?:\?(.*))?$/;

export function isMappingRequest(url: string): boolean {
  return path.test(url);
}

/** Serves the calls that list, read, pause and resume event source mappings: https://docs.aws.amazon.com/lambda/latest/api/ */
export function serveMappings(mappings: EventSourceMapping[], exchange: HttpExchange): void {
  const [, uuid = "", query = ""] = path.exec(exchange.request.url ?? "") ?? [];
  try {
    const isList = exchange.request.method === "GET" && uuid === "";
    const result = isList ? list(mappings, query) : serveOne(mappings, uuid, exchange);
    sendJson(exchange.response, exchange.request.method === "PUT" ? 202 : 200, result);
  } catch (error) {
    sendError(exchange.response, error);
  }
}

function serveOne(mappings: EventSourceMapping[], uuid: string, exchange: HttpExchange): JsonRecord {
  const { method } = exchange.request;
  if (method === "GET") return present(find(mappings, uuid));
  if (method === "PUT") return update(find(mappings, uuid), exchange.body);
  throw new AwsError("InvalidParameterValueException", `The laptop cannot ${method} mappings`);
}

function list(mappings: EventSourceMapping[], query: string): JsonRecord {
  const wanted = new URLSearchParams(query);
  const [queue, fn] = [wanted.get("EventSourceArn"), wanted.get("FunctionName")];
  const found = mappings.filter(
    ({ options: { queueArn, pool } }) =>
      (!queue || queue === queueArn) && (!fn || fn === pool.functionName || fn === pool.functionArn),
  );
  return { EventSourceMappings: found.map(present) };
}

function find(mappings: EventSourceMapping[], uuid: string): EventSourceMapping {
  const mapping = mappings.find((candidate) => candidate.uuid === uuid);
  if (mapping) return mapping;
  throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.", 404);
}

function update(mapping: EventSourceMapping, body: Buffer): JsonRecord {
  const input = parseJson(body.toString("utf8"));
  const { Enabled, ...rest } = isRecord(input) ? input : {};
  const [other] = Object.keys(rest);
  if (other) throw new AwsError("InvalidParameterValueException", `The laptop cannot change ${other}`);
  if (typeof Enabled === "boolean") mapping.enable(Enabled);
  return present(mapping);
}

function present({ uuid, state, lastModified, options }: EventSourceMapping): JsonRecord {
  const { queueArn, pool, source } = options;
  const { batchSize, maximumBatchingWindow = 0, maximumConcurrency, reportBatchItemFailures } = source;
  return {
    UUID: uuid,
    BatchSize: batchSize,
    MaximumBatchingWindowInSeconds: maximumBatchingWindow,
    EventSourceArn: queueArn,
    FunctionArn: pool.functionArn,
    LastModified: lastModified / 1000,
    State: state,
    StateTransitionReason: "USER_INITIATED",
    FunctionResponseTypes: reportBatchItemFailures ? ["ReportBatchItemFailures"] : [],
    ...(maximumConcurrency ? { ScalingConfig: { MaximumConcurrency: maximumConcurrency } } : {}),
  };
}
