/** What the semantic gate says of an intent. */
export type IntentClaim =
  /** The intent is this owner's: go on. `again`: an earlier try was cut off, and may have begun jobs. */
  | { kind: "claimed"; again: boolean }
  /** Its jobs were dispatched before. */
  | { kind: "dispatched"; job_ids: string[]; owner: string }
  /** Somebody else is at work on it right now. */
  | { kind: "busy" };

/** Port: the intents of the idempotency table. Throws RetryableError when the table does not answer. */
export interface IntentStore {
  /** Claims an intent for an owner (a delivery key) under a lease; the same owner may claim again. */
  claim(intentKey: string, owner: string): Promise<IntentClaim>;
  /** Every job of the intent has been handed to the workflow or was refused. */
  dispatched(intentKey: string, owner: string, jobIds: string[]): Promise<void>;
}
