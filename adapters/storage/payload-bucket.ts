import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import { PermanentError } from "../../core/errors.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { sha256 } from "../runtime/sha256.ts";
import { uploadsTo } from "./payload-uploads.ts";
import type { PutObject } from "./put-object.ts";

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

  const putObject: PutObject = async (Key, Body, _sha256, isNew) => {
    const document = { Bucket: bucket, Key, Body, ContentType: "application/json" };
    await client.send(new PutObjectCommand({ ...document, ...(isNew && { IfNoneMatch: "*" }) }));
  };

  async function open(Bucket: string, Key: string): Promise<GetObjectCommandOutput | null> {
    try {
      return await client.send(new GetObjectCommand({ Bucket, Key }));
    } catch (error) {
      if (missing.some((name) => isNamed(error, name))) return null;
      throw unavailable("payload_bucket", error);
    }
  }

  return {
    ...uploadsTo(bucket, putObject),

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
