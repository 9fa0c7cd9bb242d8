/** The result of claiming an intent at the semantic gate. */
export type IntentClaim =
  /** This owner may dispatch the intent. `again`: an earlier attempt was interrupted and may have created jobs. */
  | { kind: "claimed"; again: boolean }
  /** The jobs are dispatched already. */
  | { kind: "dispatched"; job_ids: string[]; owner: string }
  /** Another delivery is dispatching it. */
  | { kind: "busy" };

/** Port: the intents of the idempotency table. Throws RetryableError if the table does not respond. */
export interface IntentStore {
  /** Claims an intent for an owner (a delivery key) for the time of a lease. The same owner may claim it again. */
  claim(intentKey: string, owner: string): Promise<IntentClaim>;
  /** Records that every job of the intent was handed over to the workflow or refused. */
  dispatched(intentKey: string, owner: string, jobIds: string[]): Promise<void>;
}
