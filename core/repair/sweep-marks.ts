/** Port: times that a sweep leaves to the next one. Throws RetryableError when the table does not answer. */
export interface SweepMarks {
  /** ISO 8601 UTC; null when none was left. */
  read(name: string): Promise<string | null>;
  /** Moves the mark on; it never goes back. */
  advance(name: string, time: string): Promise<void>;
}
