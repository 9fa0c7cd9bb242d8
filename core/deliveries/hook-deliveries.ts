/** Which secret signed a webhook: the current one, or another valid one. Never the secret itself. */
export type SignedWith = "current" | "other";

/** Response header of the endpoint. GitHub stores it, so operators can see whether GitHub has the current secret. */
export const signedWithHeader = "x-signed-with";

/** One attempt by GitHub to deliver an event to a hook. */
export interface HookAttempt {
  /** Decimal digits: GitHub's IDs can be larger than a safe integer. */
  id: string;
  /** `X-GitHub-Delivery`: the same for every attempt of an event. */
  guid: string;
  /** ISO 8601 UTC. */
  delivered_at: string;
  /** The endpoint responded with 2xx. */
  ok: boolean;
  /** The attempt was requested: GitHub never redelivers by itself. */
  redelivery: boolean;
  event: string;
}

interface AttemptPage {
  /** Newest first. */
  attempts: HookAttempt[];
  /** Where the next page starts; null on the last page. */
  cursor: string | null;
}

/** Port: GitHub's list of deliveries to one hook. Throws RetryableError if GitHub does not respond or limits requests. */
export interface HookDeliveries {
  /** The sweeper's key for the hook: `app`, or GitHub's ID of the hook, which survives a rename. */
  key: string;
  /** The hook's name in the stage's options. */
  name: string;
  /** Reads a page of the list. A GitHub without support for `failures_only` returns all attempts. */
  page(cursor: string | null, options: { failures_only: boolean }): Promise<AttemptPage>;
  /** Returns the attempt's `X-GitHub-Hook-ID`; null if it had none. */
  hookId(attemptId: string): Promise<string | null>;
  /** Asks GitHub to deliver the event of this attempt again, with the same GUID. */
  redeliver(attemptId: string): Promise<void>;
}
