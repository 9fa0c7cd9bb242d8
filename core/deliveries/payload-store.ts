import type { PayloadRef } from "./envelope.ts";

export type StoredRef = Extract<PayloadRef, { kind: "s3" }>;

/** Port: JSON documents in the payload bucket. Throws RetryableError if the bucket does not respond. */
export interface PayloadStore {
  /** Stores a JSON text under its name and SHA-256, so that no other text can replace one that is referenced. */
  put(name: string, json: string): Promise<StoredRef>;
  /** Reads the document back. Throws PermanentError if it is gone or its SHA-256 differs. */
  get(ref: StoredRef): Promise<unknown>;
  /** Stores a JSON text under this key. Returns false if the key already exists. */
  putOnce(key: string, json: string): Promise<boolean>;
  /**
   * Reads the text under a key, with a reference to exactly this text; returns null if the key does not exist. Throws
   * PermanentError `payload_too_large` for more than `maxBytes`.
   */
  find(key: string, maxBytes: number): Promise<{ text: string; ref: StoredRef } | null>;
}
