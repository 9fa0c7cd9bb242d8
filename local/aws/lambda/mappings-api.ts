import { isRecord, type JsonRecord, parseJson } from "../../../core/json-value.ts";
import type { EventSourceMapping } from "../events/event-source-mapping.ts";
import { AwsError } from "../server/aws-error.ts";
import type { HttpExchange } from "../server/listen.ts";

const path = /^\/2015-03-31\/event-source-mappings(?:\/([^/?]*))?(?:\?(.*))?$/;

export function isMappingRequest(url: string): boolean {
  return path.test(url);
}

/** Event source mappings as far as they are looked at, paused and resumed: https://docs.aws.amazon.com/lambda/latest/api/ */
export function serveMappings(
  mappings: EventSourceMapping[],
  { request, body, response }: HttpExchange,
): void {
  const [, uuid = "", query = ""] = path.exec(request.url ?? "") ?? [];
  const respond = (statusCode: number, answer: unknown, headers = {}) =>
    response
      .writeHead(statusCode, { "content-type": "application/json", ...headers })
      .end(JSON.stringify(answer));
  try {
    if (request.method === "GET" && uuid === "") return void respond(200, list(mappings, query));
    if (request.method === "GET") return void respond(200, present(find(mappings, uuid)));
    if (request.method === "PUT") return void respond(202, update(find(mappings, uuid), body));
    throw new AwsError("InvalidParameterValueException", `The laptop cannot ${request.method} mappings`);
  } catch (error) {
    const known = error instanceof AwsError ? error : new AwsError("ServiceException", String(error), 500);
    const answer = { Type: "User", Message: known.message };
    respond(known.statusCode, answer, { "x-amzn-errortype": known.name });
  }
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
