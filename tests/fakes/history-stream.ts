import type { HistoryRecord, HistoryStream } from "../../core/jobs/history-record.ts";

export interface FakeHistoryStream extends HistoryStream {
  taken: HistoryRecord[];
  /** Leaves the matching records unwritten from now on. */
  leave(which: (record: HistoryRecord) => boolean): void;
}

export function createFakeHistoryStream(): FakeHistoryStream {
  const taken: HistoryRecord[] = [];
  let left: (record: HistoryRecord) => boolean = () => false;
  return {
    taken,
    leave(which) {
      left = which;
    },
    async put(records) {
      taken.push(...records.filter((record) => !left(record)));
      return records.filter(left);
    },
  };
}
