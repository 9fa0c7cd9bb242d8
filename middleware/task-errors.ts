import type { MiddlewareObj, Request } from "@middy/core";
import type { Context } from "aws-lambda";
import { AutomationError, CircuitOpenError, OutOfTimeError } from "../core/errors.ts";
import { executionName } from "../core/jobs/job-id.ts";
import type { LogIds } from "../core/jobs/log-ids.ts";
import { describeError } from "./describe-error.ts";
import { type Log, type WorkLog, workLogs } from "./log.ts";

interface TaskErrorsOptions {
  log: Log;
  /** Returns the log of an invocation; by default, its lines have the IDs of the input. */
  logOf?(context: Context): WorkLog;
}

/**
 * Logs once how a workflow step ended, and rethrows its error in a form that is safe for an execution's history: the name
 * that `Retry` and `Catch` match, the code, and one of our own messages. Waiting for a circuit is not a failure. The keys
 * of a run's objects and the id of its callback are for the next step only and are not logged. Must be first in the chain,
 * because `after` and `onError` run in reverse.
 */
export function taskErrors({
  log,
  logOf = workLogs<Context>(log),
}: TaskErrorsOptions): MiddlewareObj<unknown> {
  return {
    before: function taskErrorsBefore({ event, context }: Request<unknown>): void {
      logOf(context).note(idsOfInput(event));
    },
    after: function taskErrorsAfter({ context, response }: Request<unknown>): void {
      const { objects: _keys, callback: _id, ...fields } = Object(response) as Record<string, unknown>;
      logOf(context).info("step done", fields);
    },
    onError: function taskErrorsOnError({ context, error }: Request<unknown>): void {
      const { name, code, message } = describe(error);
      if (error instanceof CircuitOpenError) {
        logOf(context).info("step waits", { ...describeError(error), seconds: error.seconds });
      } else {
        logOf(context).error("step failed", describeError(error));
      }
      throw presentable(name, `[${code}] ${message}`);
    },
  };
}

function presentable(name: string, message: string): Error {
  const presented = new Error(message);
  presented.name = name;
  presented.stack = "";
  return presented;
}

function describe(error: unknown): { name: string; code: string; message: string } {
  if (error instanceof AutomationError) return error;
  // Middy's error if the function is about to run out of time.
  if (error instanceof Error && error.name === "TimeoutError") {
    return new OutOfTimeError("timeout", "The function ran out of time");
  }
  return { name: "UnexpectedError", code: "unexpected_error", message: "The function's log has the details" };
}

/** Returns the IDs of an input that is not validated yet. */
function idsOfInput(input: unknown): LogIds {
  const { job_id, attempt } = (input ?? {}) as Record<string, unknown>;
  if (typeof job_id !== "string" || typeof attempt !== "number") return {};
  return { job_id, attempt, execution: executionName(job_id, attempt) };
}
