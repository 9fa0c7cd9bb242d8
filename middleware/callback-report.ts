import type { Request } from "@middy/core";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Metrics } from "../core/metrics.ts";
import { describeError } from "./describe-error.ts";
import { httpError } from "./http-errors.ts";
import type { CallbackEvent } from "./known-callback.ts";
import type { Log } from "./log.ts";
import type { EndedRequest } from "./request-end.ts";

/**
 * Logs one line for each callback and counts the failed ones. The line has the job's IDs and never the path, whose id is a
 * capability. For Middy's `requestEnd`.
 */
export function callbackReport({ log, metrics }: { log: Log; metrics: Metrics }) {
  return function reportCallback(untyped: EndedRequest): void {
    const { event, response, error } = untyped as Request<CallbackEvent, APIGatewayProxyStructuredResultV2>;
    const received = event.callback as Partial<CallbackEvent["callback"]> | undefined;
    const { job_id, attempt, employee } = received?.stored ?? {};
    const outcome = error ? refusedAs(error) : statusOf(response);
    const fields = { status: response?.statusCode, job_id, attempt, employee, type: received?.body?.type };
    if (error)
      log.error("callback refused", {
        ...fields,
        outcome,
        code: httpError(error).code,
        ...describeError(error),
      });
    else log.info("callback answered", { ...fields, outcome });
    if (outcome === "bad_signature") metrics.count("CallbackFailed", "signature");
    if (outcome === "failed") metrics.count("CallbackFailed", "other");
  };
}

function refusedAs(error: unknown): "bad_signature" | "refused" | "failed" {
  const { status } = httpError(error);
  if (status === 401) return "bad_signature";
  return status < 500 ? "refused" : "failed";
}

/** Returns the status in the body of a 200. */
function statusOf(response: APIGatewayProxyStructuredResultV2 | null | undefined): string {
  const body: unknown = JSON.parse(response?.body ?? "{}");
  return String((body as { status?: unknown }).status);
}
