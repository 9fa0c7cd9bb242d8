import type { Request } from "@middy/core";
import type { Context } from "aws-lambda";
import type { Ids, NoteIds } from "../core/jobs/correlation.ts";

/** Port: structured log lines. Callers hand in ids and codes only, never bodies, headers or secrets. */
export interface Log {
  info(message: string, fields: Record<string, unknown>): void;
  error(message: string, fields: Record<string, unknown>): void;
}

/** Port: a log whose lines name the function's invocation. */
export interface InvocationLog extends Log {
  /** The lines that follow belong to this invocation. */
  begin(context: Context): void;
}

/** The log of one piece of work: its lines carry every id that was noted before. */
export interface WorkLog extends Log {
  note: NoteIds;
}

/** For Middy's `requestStart`, which comes before everything that may write. */
export function beginLog({ log }: { log: InvocationLog }) {
  return function beginInvocation({ context }: Request): void {
    log.begin(context);
  };
}

/**
 * A log for each piece of work, an invocation or a message of a batch, wherever it is asked for: what is learnt of
 * one never stands in a line of another, though they run at the same time or one outlives its invocation.
 */
export function workLogs<Work extends object>(
  log: Log,
  known: (work: Work) => Ids = () => ({}),
): (work: Work) => WorkLog {
  const logs = new WeakMap<Work, WorkLog>();
  return function logOf(work: Work): WorkLog {
    const opened = logs.get(work) ?? workLog(log, known(work));
    logs.set(work, opened);
    return opened;
  };
}

function workLog(log: Log, known: Ids): WorkLog {
  const noted: Ids = { ...known };
  return {
    note: (ids) => void Object.assign(noted, ids),
    info: (message, fields) => log.info(message, { ...noted, ...fields }),
    error: (message, fields) => log.error(message, { ...noted, ...fields }),
  };
}
