import type { Lane } from "./lane.ts";

/** Port: the lanes and the turns in the idempotency table. Throws RetryableError if the table does not respond. */
export interface LaneStore {
  /** Returns the lane as last written; an empty one if there is none. */
  read(key: string): Promise<Lane>;
  /**
   * Writes `next` with the version after `known`. Returns false, and changes nothing, if the lane has changed since it was
   * read.
   */
  replace(key: string, known: Lane, next: Lane): Promise<boolean>;
  /** Returns the keys of contended lanes, the one that changed longest ago first. The index may lag. */
  contended(limit: number): Promise<string[]>;
  /**
   * Adds a task token of an attempt that waits for its turn. Keeps the earlier ones, because a token may be stored late,
   * after that of the state's next try.
   */
  saveTurn(turn: { job_id: string; attempt: number }, token: string): Promise<void>;
  /** Returns all task tokens of an attempt; at most one of their states waits. */
  turns(of: { job_id: string; attempt: number }): Promise<string[]>;
}
