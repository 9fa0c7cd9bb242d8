import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import { PermanentError } from "../../core/errors.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { sha256 } from "../runtime/sha256.ts";

export interface PayloadBucketOptions {
  timeouts?: S3ClientConfig;
  /** Without the right to list, S3 returns 403 for a missing object too. */
  mayList?: boolean;
}

/** Opens the payload bucket with its JSON documents: large webhooks, frozen contexts, results. */
export function createPayloadBucket(
  bucket: string,
  { timeouts = longTimeouts, mayList = true }: PayloadBucketOptions = {},
): PayloadStore {
  const client = new S3Client(timeouts);
  const missing = mayList ? ["NoSuchKey"] : ["NoSuchKey", "AccessDenied"];

  async function write(Key: string, Body: string, condition: Partial<PutObjectCommandInput> = {}) {
    const document = { Bucket: bucket, Key, Body, ContentType: "application/json" };
    await client.send(new PutObjectCommand({ ...document, ...condition }));
  }

  async function open(Bucket: string, Key: string): Promise<GetObjectCommandOutput | null> {
    try {
      return await client.send(new GetObjectCommand({ Bucket, Key }));
    } catch (error) {
      if (missing.some((name) => isNamed(error, name))) return null;
      throw unavailable("payload_bucket", error);
    }
  }

  return {
    async put(name, json) {
      const digest = sha256(json);
      const key = `${name}-${digest}.json`;
      try {
        await write(key, json);
      } catch (error) {
        throw unavailable("payload_bucket", error);
      }
      return { kind: "s3", bucket, key, sha256: digest, bytes: Buffer.byteLength(json) };
    },

    async get(ref) {
      const object = await open(ref.bucket, ref.key);
      if (!object)
        throw new PermanentError("payload_gone", `${described(ref.key)} is not in the payload bucket`);
      const json = await textOf(object);
      if (sha256(json) !== ref.sha256) {
        throw new PermanentError("payload_altered", `${described(ref.key)} has changed since it was stored`);
      }
      return JSON.parse(json);
    },

    async putOnce(key, json) {
      try {
        await write(key, json, { IfNoneMatch: "*" });
        return true;
      } catch (error) {
        // 409: another write of this key is running and may still fail, so the caller retries.
        if (isNamed(error, "PreconditionFailed")) return false;
        throw unavailable("payload_bucket", error);
      }
    },

    async find(key, maxBytes) {
      const object = await open(bucket, key);
      if (!object) return null;
      const bytes = object.ContentLength ?? 0;
      if (bytes > maxBytes) {
        object.Body?.transformToWebStream().cancel();
        throw new PermanentError(
          "payload_too_large",
          `The object has ${bytes} bytes; ${maxBytes} are allowed`,
        );
      }
      const text = await textOf(object);
      return { text, ref: { kind: "s3", bucket, key, sha256: sha256(text), bytes } };
    },
  };
}

/** Omits the key: errors appear in logs and histories, and a key gives access to its object. */
function described(key: string): string {
  return `The object below ${key.slice(0, key.indexOf("/") + 1)}`;
}

async function textOf({ Body }: GetObjectCommandOutput): Promise<string> {
  try {
    return (await Body?.transformToString()) ?? "";
  } catch (error) {
    throw unavailable("payload_bucket", error);
  }
}
