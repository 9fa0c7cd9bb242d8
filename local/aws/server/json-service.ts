import { randomUUID } from "node:crypto";
import { isRecord, type JsonRecord, parseJson } from "../../../core/json-value.ts";
import { AwsError, toAwsError } from "./aws-error.ts";
import type { HttpExchange } from "./listen.ts";

export type Operation = (input: JsonRecord) => unknown;

export interface JsonService {
  /** The part of `X-Amz-Target` before the operation, e.g. `AWSStepFunctions`. */
  target: string;
  /** https://smithy.io/2.0/aws/protocols/index.html */
  version: "1.0" | "1.1";
  operations: Record<string, Operation>;
}

/** Serves one call of the AWS JSON protocol. An error that is not an `AwsError` becomes a 500 and is logged. */
export async function serveJson(
  service: JsonService,
  exchange: HttpExchange,
  log: (line: string) => void,
): Promise<void> {
  const name = String(exchange.request.headers["x-amz-target"]).split(".")[1] ?? "";
  try {
    const operation = service.operations[name];
    if (!operation) {
      throw new AwsError(
        "UnknownOperationException",
        `${service.target}.${name} is not part of this emulator`,
      );
    }
    const input = parseJson(exchange.body.toString("utf8") || "{}");
    if (!isRecord(input)) {
      throw new AwsError("SerializationException", "The body is not a JSON object");
    }
    respond(exchange, service.version, 200, (await operation(input)) ?? {});
  } catch (error) {
    const known = toAwsError(error, "InternalFailure");
    if (known.statusCode >= 500) {
      log(`${service.target}.${name}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    respond(exchange, service.version, known.statusCode, { __type: known.name, message: known.message });
  }
}

function respond(exchange: HttpExchange, version: string, statusCode: number, body: unknown): void {
  exchange.response
    .writeHead(statusCode, {
      "content-type": `application/x-amz-json-${version}`,
      "x-amzn-requestid": randomUUID(),
    })
    .end(JSON.stringify(body));
}
