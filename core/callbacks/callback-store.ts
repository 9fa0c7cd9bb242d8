/**
 * A run outside this account that sends its result to `POST /callbacks/<opaque id>`. There is one for each attempt of a job
 * whose runner is `webhook`, `lambda` or `github-workflow`.
 */
export interface Callback extends NewCallback {
  /**
   * `OPEN`: the run has no result yet. `RESULT`: the first result is stored under `result_key`. `CLOSED`: the job ended
   * without one, so no result is accepted.
   */
  status: "OPEN" | "RESULT" | "CLOSED";
  /** Task tokens of earlier tries of the state, the newest first: one of them may be the one that waits. */
  earlier_tokens: string[];
  /** Time of the last heartbeat, ISO 8601 UTC; null before the first. */
  heartbeat_at: string | null;
  /** What the runner last said about its progress: untrusted text of at most 200 characters. */
  progress: string | null;
  /** Time of the last request to start the workflow, ISO 8601 UTC, recorded before it is sent; null for other runners. */
  dispatched_at: string | null;
  /** The workflow run; null for other runners, and until it is known. */
  run: { id: number; url: string } | null;
  /** What the runner said to the notice that the job is cancelled; null before. */
  notice: CancelNotice | null;
}

export interface NewCallback {
  /** SHA-256 of the opaque id, 64 hexadecimal digits. The id itself is in no table. */
  key: string;
  job_id: string;
  attempt: number;
  /** Its name in the roster. */
  employee: string;
  /** Key in the payload bucket under which the result is stored, once. */
  result_key: string;
  /** Task token of the state that waits. Never leaves the account. */
  task_token: string;
  /** ISO 8601 UTC; a callback after it is late. Each try of the state that waits has its whole time. */
  expires_at: string;
}

/** `heard`: the runner confirmed. `refused`: it answered otherwise. `unreachable`: it did not answer. */
export type CancelNotice = "heard" | "refused" | "unreachable";

/** Port: the callbacks in the idempotency table. Throws RetryableError if the table does not respond. */
export interface CallbackStore {
  /**
   * Creates the callback as OPEN. For a known one, adds the task token while it is OPEN, and moves `expires_at` to the later
   * time. Returns it as it is now.
   */
  open(callback: NewCallback): Promise<Callback>;
  read(key: string): Promise<Callback | null>;
  /** Records a heartbeat. Returns false, and changes nothing, unless the callback is OPEN. */
  heartbeat(key: string, beat: { at: string; progress: string | null }): Promise<boolean>;
  /** OPEN → RESULT or CLOSED. Returns the callback as it is now, changed or not; null if there is none. */
  end(key: string, status: "RESULT" | "CLOSED"): Promise<Callback | null>;
  /** Records the workflow run, the request to start it or the answer to the cancel notice, in any status. */
  note(key: string, change: Partial<Pick<Callback, "dispatched_at" | "run" | "notice">>): Promise<void>;
}
