import { isRecord, parseJson } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import type { HttpExchange } from "../server/listen.ts";
import type { AwsFault, AwsFaults } from "./faults.ts";

export function isFaultRequest(url: string): boolean {
  return url === "/_sim/faults";
}

/** POST adds a fault, GET lists them with their hits, DELETE clears them: as the embedded GitHub has it. */
export function serveFaults(faults: AwsFaults, { request, body, response }: HttpExchange): void {
  const respond = (statusCode: number, answer: unknown) =>
    response.writeHead(statusCode, { "content-type": "application/json" }).end(JSON.stringify(answer));
  try {
    if (request.method === "POST") faults.add(readFault(body));
    if (request.method === "DELETE") faults.clear();
    respond(200, faults.list());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    respond(error.statusCode, { message: error.message });
  }
}

function readFault(body: Buffer): AwsFault {
  const fault = parseJson(body.toString("utf8"));
  if (isFault(fault)) return fault;
  throw new AwsError(
    "ValidationException",
    "A fault has `request`, a regular expression, and `kind`, cut or hang; it may have `after` and `times`",
  );
}

function isFault(value: unknown): value is AwsFault {
  if (!isRecord(value)) return false;
  const { request, kind, after = false, times = 1 } = value;
  return (
    (kind === "cut" || kind === "hang") &&
    typeof after === "boolean" &&
    Number.isInteger(times) &&
    isPattern(request)
  );
}

function isPattern(value: unknown): boolean {
  try {
    return typeof value === "string" && new RegExp(value) !== null;
  } catch {
    return false;
  }
}
