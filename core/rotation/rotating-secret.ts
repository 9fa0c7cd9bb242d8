/** A replaced value stays valid this long, for requests sent before. After that a leaked value is useless. Milliseconds. */
export const previousValidMs = 24 * 3_600_000;

/** A new value that is not current yet. */
export interface PendingValue {
  value: string;
  /** When readers of the pending version could first see it; milliseconds since the epoch. */
  since: number;
}

/** Port: one secret and its versions. Throws RetryableError when Secrets Manager fails. */
export interface RotatingSecret {
  /** Returns the labels of each version by version ID in `stages`. */
  describe(): Promise<{ arn: string; stages: Record<string, readonly string[]> }>;
  /** Returns the current value. */
  current(): Promise<string>;
  /** Returns the value of a version; null while it has none. */
  pending(version: string): Promise<PendingValue | null>;
  /** Sets the value of a pending version unless it has one. */
  putPending(version: string, value: string): Promise<void>;
  /** Makes a version current. Version `from` becomes the previous one. */
  promote(version: string, from: string): Promise<void>;
}
