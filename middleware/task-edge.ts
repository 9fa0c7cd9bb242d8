import type { MiddlewareObj, Request } from "@middy/core";
import { AutomationError } from "../functions/core/errors.ts";
import { describeError } from "./describe-error.ts";
import type { Log } from "./log.ts";

/**
 * Logs how a workflow step ended, once, and throws its error on in the form in which it may stand in an
 * execution's history: the name that `Retry` and `Catch` go by, the code, and a message of our own. Stands first in
 * the chain, because `after` and `onError` run in reverse.
 */
export function taskEdge({ log }: { log: Log }): MiddlewareObj<unknown> {
  return {
    after: function taskEdgeAfter({ event, response }: Request<unknown>): void {
      log.info("step done", { ...ids(event), ...response });
    },
    onError: function taskEdgeOnError({ event, error }: Request<unknown>): void {
      log.error("step failed", { ...ids(event), ...describeError(error) });
      throw presentable(error);
    },
  };
}

function presentable(error: unknown): Error {
  const known = error instanceof AutomationError;
  const { name, code, message } = known ? error : describeUnknown(error);
  const presented = new Error(`[${code}] ${message}`);
  presented.name = name;
  presented.stack = "";
  return presented;
}

function describeUnknown(error: unknown): { name: string; code: string; message: string } {
  // Middy's own error for a Lambda that is about to run out of time.
  if (error instanceof Error && error.name === "TimeoutError") {
    return { name: "States.Timeout", code: "timeout", message: "The function ran out of time" };
  }
  return { name: "UnexpectedError", code: "unexpected_error", message: "The function's log has the details" };
}

function ids(event: unknown): Record<string, unknown> {
  const { job_id, attempt } = (event ?? {}) as Record<string, unknown>;
  return { job_id, attempt };
}
