/** How far a hook's list has been looked through. Times in ISO 8601 UTC; null: never. */
export interface Walk {
  /** When the last walk began: what is older was looked at. */
  walked_at: string | null;
  /** When all that GitHub keeps was last gone through for failures; null: it has to be. */
  full_at: string | null;
  /** Where that goes on; null: from the newest attempt on. */
  cursor: string | null;
}

/** What was done about an event that GitHub could not deliver. */
export interface Asked {
  times: number;
  /** The last time; null when it was closed without being asked for. */
  asked_at: string | null;
  /** It has been delivered, or nobody asks for it any more. */
  closed: boolean;
}

/** Port: what the sweeper remembers of GitHub's lists. Throws RetryableError when the table does not answer. */
export interface RedeliveryMemory {
  /** Takes the hook over for that many milliseconds; null while somebody has it, or had it just now. */
  beginWalk(hook: string, milliseconds: number): Promise<Walk | null>;
  endWalk(hook: string, walk: Walk): Promise<void>;
  asked(hook: string, guid: string): Promise<Asked | null>;
  /** Increments `seen`; returns false if another sweep has requested it since. */
  ask(hook: string, guid: string, seen: Asked | null): Promise<boolean>;
  /** No more is to be done; false when that was known. */
  close(hook: string, guid: string): Promise<boolean>;
}
