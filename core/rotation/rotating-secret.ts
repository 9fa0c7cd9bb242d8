/** A value that is not in force yet. */
export interface PendingValue {
  value: string;
  /** Since when readers of the pending version can see it; milliseconds since the epoch. */
  since: number;
}

/** Port: one secret and the versions of it. Throws RetryableError when Secrets Manager does not answer. */
export interface RotatingSecret {
  /** `stages` are the labels of each version, by its id. */
  describe(): Promise<{ arn: string; stages: Record<string, readonly string[]> }>;
  /** The value in force. */
  current(): Promise<string>;
  /** The value of a version; null as long as it has none. */
  pending(version: string): Promise<PendingValue | null>;
  /** Gives a pending version its value. One that has a value keeps it. */
  putPending(version: string, value: string): Promise<void>;
  /** Brings a version into force; the one before becomes the previous one. */
  promote(version: string, from: string): Promise<void>;
}
