import { sha256 } from "../../adapters/runtime/sha256.ts";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import { PermanentError } from "../../core/errors.ts";

export interface FakePayloadStore extends PayloadStore {
  /** The stored texts by key, which a test may read and change. */
  objects: Map<string, string>;
}

/** The payload bucket in memory. */
export function createFakePayloadStore(bucket = "payloads"): FakePayloadStore {
  const objects = new Map<string, string>();
  const refOf = (key: string, text: string) =>
    ({ kind: "s3", bucket, key, sha256: sha256(text), bytes: Buffer.byteLength(text) }) as const;
  return {
    objects,
    async put(name, json) {
      const key = `${name}-${sha256(json)}.json`;
      objects.set(key, json);
      return refOf(key, json);
    },
    async get(ref) {
      const json = objects.get(ref.key);
      if (json === undefined) throw new PermanentError("payload_gone", `The object ${ref.key} is gone`);
      if (sha256(json) !== ref.sha256) {
        throw new PermanentError("payload_altered", `The object ${ref.key} is not the stored one`);
      }
      return JSON.parse(json);
    },
    async putOnce(key, json) {
      if (objects.has(key)) return false;
      objects.set(key, json);
      return true;
    },
    async find(key, maxBytes) {
      const text = objects.get(key);
      if (text === undefined) return null;
      const ref = refOf(key, text);
      if (ref.bytes > maxBytes)
        throw new PermanentError("payload_too_large", `The object ${key} is too large`);
      return { text, ref };
    },
  };
}
