import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { isNamed } from "../../../adapters/runtime/aws-errors.ts";
import { readDelivery } from "../deliveries/delivery-records.ts";
import { OperatorError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";
import { type CapturedWebhook, readCapturedWebhook } from "./captured-webhook.ts";

/** Keys of the payloads that are too large for a message. */
const payloadKey = /^deliveries\/([^/]+)\/(.+)-[0-9a-f]{64}\.json$/;

/**
 * Reads a webhook from a bucket: a captured one, or a large payload of this stack, whose event is in its delivery's
 * record. Throws OperatorError for any other object.
 */
export async function readStoredWebhook(url: string, stack: Stack): Promise<CapturedWebhook> {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  if (!key) throw new OperatorError(`${url} is not the URL of an object.`, "Use s3://<bucket>/<key>.");
  const text = await read(bucket, key, stack);
  const [, hook_id, delivery_id] = payloadKey.exec(key) ?? [];
  if (!hook_id || !delivery_id) return readCapturedWebhook(text, url);
  const record = await readDelivery(stack.output("IdempotencyTableName"), { hook_id, delivery_id });
  if (!record?.event_type) {
    const advice = "Records are kept for 30 days. GitHub keeps three days: `capture`, or `redeliver`.";
    throw new OperatorError(`The record of the delivery ${delivery_id} no longer exists.`, advice);
  }
  return {
    headers: {
      ...{ accept: "*/*", "content-type": "application/json", "user-agent": "GitHub-Hookshot/replay" },
      "x-github-delivery": delivery_id,
      "x-github-event": record.event_type,
      "x-github-hook-id": hook_id,
    },
    body: Buffer.from(text),
  };
}

async function read(Bucket: string, Key: string, { region }: Stack): Promise<string> {
  try {
    const { Body } = await new S3Client({ region }).send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? "";
  } catch (error) {
    if (!isNamed(error, "NoSuchKey") && !isNamed(error, "NoSuchBucket")) throw error;
    const advice = "Payloads are kept for 90 days.";
    throw new OperatorError(`There is no s3://${Bucket}/${Key}.`, advice, { cause: error });
  }
}
