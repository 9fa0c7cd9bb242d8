import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { PayloadStore } from "../core/deliveries/payload-store.ts";
import { PermanentError } from "../core/errors.ts";
import { patient } from "./aws-client.ts";
import { isNamed, unavailable } from "./aws-errors.ts";
import { sha256 } from "./sha256.ts";

/** JSON documents in the payload bucket: large webhooks, frozen contexts, results. */
export function createPayloadBucket(bucket: string, patience = patient): PayloadStore {
  const client = new S3Client(patience);
  return {
    async put(name, json) {
      const digest = sha256(json);
      const key = `${name}-${digest}.json`;
      try {
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key: key, Body: json, ContentType: "application/json" }),
        );
      } catch (error) {
        throw unavailable("payload_bucket", error);
      }
      return { kind: "s3", bucket, key, sha256: digest, bytes: Buffer.byteLength(json) };
    },

    async get(ref) {
      const json = await read(client, ref.bucket, ref.key);
      if (sha256(json) !== ref.sha256) {
        throw new PermanentError("payload_altered", `The object ${ref.key} is not the one that was stored`);
      }
      return JSON.parse(json);
    },
  };
}

async function read(client: S3Client, bucket: string, key: string): Promise<string> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? "";
  } catch (error) {
    if (!isNamed(error, "NoSuchKey")) throw unavailable("payload_bucket", error);
    throw new PermanentError("payload_gone", `The object ${key} is not in the payload bucket`, {
      cause: error,
    });
  }
}
