/** How much of a hook's delivery list has been read. Times in ISO 8601 UTC; null: never. */
export interface Walk {
  /** Start of the last walk: older attempts have been read. */
  walked_at: string | null;
  /** Start of the last walk through all failures that GitHub keeps; null if one is due. */
  full_at: string | null;
  /** Where an unfinished walk through the failures continues; null: at the newest attempt. */
  cursor: string | null;
}

/** The redeliveries requested for one event. */
export interface RequestedRedelivery {
  times: number;
  /** Time of the last request; null if the event was closed without one. */
  asked_at: string | null;
  /** The event was delivered, or the sweeper has given up. */
  closed: boolean;
}

/** Port: the sweeper's records about GitHub's delivery lists. Throws RetryableError when the table does not answer. */
export interface RedeliveryStore {
  /** Claims the hook for this many milliseconds; returns null while an earlier claim lasts. */
  beginWalk(hook: string, milliseconds: number): Promise<Walk | null>;
  endWalk(hook: string, walk: Walk): Promise<void>;
  /** Returns the requests for an event; null if there were none. */
  requestsFor(hook: string, guid: string): Promise<RequestedRedelivery | null>;
  /** Increments `seen`; returns false if another sweep has requested it since. */
  recordRequest(hook: string, guid: string, seen: RequestedRedelivery | null): Promise<boolean>;
  /** Closes an event; returns false if it was closed before. */
  close(hook: string, guid: string): Promise<boolean>;
}
