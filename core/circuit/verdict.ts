/** What the end of a call says of whom it asked. */
export type Verdict =
  /** It answered, though it may have refused this one request. */
  | { kind: "answer" }
  /** It is not there, or not well. */
  | { kind: "failure"; reason: string }
  /** It wants to be left alone: for that long if it said so, by everybody or by this caller alone. */
  | { kind: "limit"; reason: string; waitMs: number | null; everybody: boolean }
  /** The call ended before it was made, or for a reason of our own. */
  | { kind: "nothing" };
