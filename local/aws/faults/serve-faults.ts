import { isRecord, parseJson } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import type { HttpExchange } from "../server/listen.ts";
import { sendJson } from "../server/rest-response.ts";
import type { AwsFault, AwsFaults } from "./faults.ts";

export function isFaultRequest(url: string): boolean {
  return url === "/_sim/faults";
}

/**
 * Serves the faults: POST adds one, GET lists them with their hits, DELETE clears them. The embedded GitHub has the same
 * API.
 */
export function serveFaults(faults: AwsFaults, { request, body, response }: HttpExchange): void {
  try {
    if (request.method === "POST") faults.add(readFault(body));
    if (request.method === "DELETE") faults.clear();
    sendJson(response, 200, faults.list());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    sendJson(response, error.statusCode, { message: error.message });
  }
}

function readFault(body: Buffer): AwsFault {
  const fault = parseJson(body.toString("utf8"));
  if (isFault(fault)) return fault;
  throw new AwsError(
    "ValidationException",
    "A fault needs `request` (a regular expression) and `kind` (cut, hang or slow); `after` and `times` are optional; slow " +
      "needs `delay` with `p50` and `p95` in milliseconds",
  );
}

function isFault(value: unknown): value is AwsFault {
  if (!isRecord(value)) return false;
  const { request, kind, after = false, times = 1, delay } = value;
  return (
    (kind === "cut" || kind === "hang" || (kind === "slow" && isDelay(delay))) &&
    typeof after === "boolean" &&
    Number.isInteger(times) &&
    isPattern(request)
  );
}

function isDelay(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { p50, p95 } = value;
  return typeof p50 === "number" && typeof p95 === "number" && p50 > 0 && p95 >= p50;
}

function isPattern(value: unknown): boolean {
  try {
    return typeof value === "string" && new RegExp(value) !== null;
  } catch {
    return false;
  }
}
