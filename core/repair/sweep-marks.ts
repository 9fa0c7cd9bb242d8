/** Port: how far each sweep has come, for the next one. Throws RetryableError when the table fails. */
export interface SweepMarks {
  /** Returns the mark, ISO 8601 UTC; null if there is none. */
  read(name: string): Promise<string | null>;
  /** Moves the mark forward; an earlier time changes nothing. */
  advance(name: string, time: string): Promise<void>;
}
