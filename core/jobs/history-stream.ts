import type { HistoryRecord } from "./history-record.ts";

/** Port: where the history of jobs goes. Throws RetryableError when it does not answer. */
export interface HistoryStream {
  /** Answers the records that it did not take; one that it took may arrive twice. */
  put(records: HistoryRecord[]): Promise<HistoryRecord[]>;
}
