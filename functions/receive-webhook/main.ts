import { quick } from "../adapters/aws-client.ts";
import { createDeliveryTable } from "../adapters/delivery-table.ts";
import { documentClient } from "../adapters/dynamo.ts";
import { createEnvelopeQueue } from "../adapters/envelope-queue.ts";
import { createGitHubSecret } from "../adapters/github-secret.ts";
import { createPayloadBucket } from "../adapters/payload-bucket.ts";
import { system } from "../adapters/system.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const names = ["GITHUB_SECRET_ID", "IDEMPOTENCY_TABLE", "PAYLOAD_BUCKET", "QUEUE_URL"] as const;
const env = readEnv(process.env, names);
const deliveries = createDeliveryTable(env.IDEMPOTENCY_TABLE, documentClient(quick));
const payloads = createPayloadBucket(env.PAYLOAD_BUCKET, quick);
const queue = createEnvelopeQueue(env.QUEUE_URL);
const secrets = createGitHubSecret(env.GITHUB_SECRET_ID);
export const handler = createHandler({ ...system, deliveries, payloads, queue, secrets });
