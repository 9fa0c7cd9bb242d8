import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import type { ClientTimeouts } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { sha256 } from "../runtime/sha256.ts";
import { openBucket, type PutObject } from "./put-object.ts";

export type PayloadUploads = Pick<PayloadStore, "put" | "putOnce">;

/** Opens the payload bucket for writing alone. */
export function createPayloadUploads(bucket: string, timeouts: ClientTimeouts): PayloadUploads {
  return uploadsTo(bucket, openBucket(bucket, timeouts));
}

/** Returns the writing half of a payload store. */
export function uploadsTo(bucket: string, putObject: PutObject): PayloadUploads {
  return {
    async put(name, json) {
      const digest = sha256(json);
      const key = `${name}-${digest}.json`;
      try {
        await putObject(key, json, digest, false);
      } catch (error) {
        throw unavailable("payload_bucket", error);
      }
      return { kind: "s3", bucket, key, sha256: digest, bytes: Buffer.byteLength(json) };
    },

    async putOnce(key, json) {
      try {
        await putObject(key, json, sha256(json), true);
        return true;
      } catch (error) {
        // 409: another write of this key is running and may still fail, so the caller retries.
        if (isNamed(error, "PreconditionFailed")) return false;
        throw unavailable("payload_bucket", error);
      }
    },
  };
}
