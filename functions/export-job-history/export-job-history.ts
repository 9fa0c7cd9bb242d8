import { type AutomationError, PermanentError, RetryableError } from "../../core/errors.ts";
import { type HistoryRecord, type HistoryStream, historyRecord } from "../../core/jobs/history-record.ts";
import type { Job } from "../../core/jobs/job.ts";

/** A write to a job, as the table's stream reports it. */
export interface JobWrite {
  before: Job | null;
  after: Job | null;
}

interface ExportPorts {
  history: HistoryStream;
  isHistoryRecord(value: unknown): value is HistoryRecord;
}

/**
 * Exports the transitions among these writes. A failing write does not stop the others. Returns an error for each write
 * that Lambda must deliver again, otherwise null.
 */
export async function exportJobHistory(
  writes: JobWrite[],
  { history, isHistoryRecord }: ExportPorts,
): Promise<(AutomationError | null)[]> {
  const found = writes.map((write) => findTransition(write, isHistoryRecord));
  const records = found.flatMap((one) => (one.kind === "transition" ? [one.record] : []));
  const left = new Set(await putAll(records, history));
  return found.map((one) => {
    if (one.kind === "failed") return one.error;
    if (one.kind === "none" || !left.has(one.record)) return null;
    return new RetryableError("history_left", "The stream did not accept the transition");
  });
}

type Found =
  | { kind: "transition"; record: HistoryRecord }
  | { kind: "none" }
  | { kind: "failed"; error: PermanentError };

/** A line that does not fit the schema would break every query over its file, so it is not written. */
function findTransition({ before, after }: JobWrite, isHistoryRecord: ExportPorts["isHistoryRecord"]): Found {
  try {
    const record = after && historyRecord(before, after);
    if (record === null) return { kind: "none" };
    if (isHistoryRecord(record)) return { kind: "transition", record };
    return failed("history_malformed", "The job's transition does not match its schema");
  } catch (cause) {
    return failed("history_unreadable", "The item is not a job", { cause });
  }
}

function failed(code: string, message: string, options?: ErrorOptions): Found {
  return { kind: "failed", error: new PermanentError(code, message, options) };
}

async function putAll(records: HistoryRecord[], history: HistoryStream): Promise<HistoryRecord[]> {
  if (records.length === 0) return [];
  try {
    return await history.put(records);
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    return records;
  }
}
