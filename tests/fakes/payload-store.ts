import { sha256 } from "../../functions/adapters/sha256.ts";
import type { PayloadStore } from "../../functions/core/deliveries/payload-store.ts";
import { PermanentError } from "../../functions/core/errors.ts";

export interface FakePayloadStore extends PayloadStore {
  /** The stored texts by key, to look at and to change. */
  objects: Map<string, string>;
}

/** The payload bucket in memory. */
export function createFakePayloadStore(bucket = "payloads"): FakePayloadStore {
  const objects = new Map<string, string>();
  return {
    objects,
    async put(name, json) {
      const digest = sha256(json);
      const key = `${name}-${digest}.json`;
      objects.set(key, json);
      return { kind: "s3", bucket, key, sha256: digest, bytes: Buffer.byteLength(json) };
    },
    async get(ref) {
      const json = objects.get(ref.key);
      if (json === undefined) throw new PermanentError("payload_gone", `The object ${ref.key} is gone`);
      if (sha256(json) !== ref.sha256) {
        throw new PermanentError("payload_altered", `The object ${ref.key} is another one`);
      }
      return JSON.parse(json);
    },
  };
}
