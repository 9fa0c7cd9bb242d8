/** One attempt of GitHub's to deliver an event to a hook. */
export interface HookAttempt {
  /** Decimal digits: GitHub's numbers have outgrown what a `number` can hold. */
  id: string;
  /** `X-GitHub-Delivery`: the same for every attempt of an event. */
  guid: string;
  /** ISO 8601 UTC. */
  delivered_at: string;
  /** It was answered with 2xx. */
  ok: boolean;
  /** Somebody has asked for it. */
  redelivery: boolean;
  event: string;
}

export interface AttemptPage {
  /** Newest first. */
  attempts: HookAttempt[];
  /** Where the next page begins; null when this one is the last. */
  cursor: string | null;
}

/** Port: GitHub's list of what it delivered to one hook. Throws RetryableError when GitHub does not answer or limits us. */
export interface HookDeliveries {
  /** The sweeper's key for it: `app`, or GitHub's ID of the hook, which no rename changes. */
  key: string;
  /** Its name in the stage's options. */
  name: string;
  /** A page of the list. A GitHub that knows no `failures_only` answers with all attempts. */
  page(cursor: string | null, options: { failures_only: boolean }): Promise<AttemptPage>;
  /** What the attempt said in `X-GitHub-Hook-ID`; null when it said nothing. */
  hookId(attemptId: string): Promise<string | null>;
  /** Asks GitHub to deliver the event of this attempt once more, under its GUID. */
  redeliver(attemptId: string): Promise<void>;
}
