import type { PayloadRef } from "./envelope.ts";

/** Port: JSON documents in the payload bucket. Throws RetryableError when the bucket does not answer. */
export interface PayloadStore {
  /** Stores a JSON text under its name and its SHA-256, so that nobody can ever write over what another refers to. */
  put(name: string, json: string): Promise<Extract<PayloadRef, { kind: "s3" }>>;
  /** Reads it back. Throws PermanentError when it is gone or its SHA-256 differs. */
  get(ref: Extract<PayloadRef, { kind: "s3" }>): Promise<unknown>;
}
