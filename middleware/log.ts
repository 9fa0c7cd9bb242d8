import type { Request } from "@middy/core";
import type { Context } from "aws-lambda";
import type { AddLogIds, LogIds } from "../core/jobs/log-ids.ts";

/** Port: writes structured log lines. Callers pass IDs and codes only, never bodies, headers or secrets. */
export interface Log {
  info(message: string, fields: Record<string, unknown>): void;
  error(message: string, fields: Record<string, unknown>): void;
}

/** Port: a log whose lines have the ID of the function's invocation. */
export interface InvocationLog extends Log {
  /** Starts an invocation: the following lines belong to it. */
  begin(context: Context): void;
}

/** The log of one piece of work. Its lines have every ID noted so far. */
export interface WorkLog extends Log {
  note: AddLogIds;
}

/**
 * Returns the function that starts the log of an invocation. For Middy's `requestStart`, which runs before anything that
 * may log.
 */
export function beginLog({ log }: { log: InvocationLog }) {
  return function beginInvocation({ context }: Request): void {
    log.begin(context);
  };
}

/**
 * Returns a function that returns the log of a piece of work: an invocation, or a message of a batch. The IDs of one never
 * appear in a line of another, even if they run at the same time or one outlives its invocation.
 */
export function workLogs<Work extends object>(
  log: Log,
  known: (work: Work) => LogIds = () => ({}),
): (work: Work) => WorkLog {
  const logs = new WeakMap<Work, WorkLog>();
  return function logOf(work: Work): WorkLog {
    const opened = logs.get(work) ?? workLog(log, known(work));
    logs.set(work, opened);
    return opened;
  };
}

function workLog(log: Log, known: LogIds): WorkLog {
  const noted: LogIds = { ...known };
  return {
    note: (ids) => void Object.assign(noted, ids),
    info: (message, fields) => log.info(message, { ...noted, ...fields }),
    error: (message, fields) => log.error(message, { ...noted, ...fields }),
  };
}
