import { quick } from "../adapters/aws-client.ts";
import { createCircuitParts } from "../adapters/circuits.ts";
import { createDeliveryTable } from "../adapters/delivery-table.ts";
import { documentClient } from "../adapters/dynamo.ts";
import { createEnvelopeQueue } from "../adapters/envelope-queue.ts";
import { createGitHubHooks, createGitHubPublisher } from "../adapters/github.ts";
import { createJobIndex } from "../adapters/job-index.ts";
import { createJobTable } from "../adapters/job-table.ts";
import { createMetrics } from "../adapters/metrics.ts";
import { createModelCircuits } from "../adapters/model-circuits.ts";
import { pause } from "../adapters/pause.ts";
import { createPayloadBucket } from "../adapters/payload-bucket.ts";
import { createRedeliveryTable } from "../adapters/redelivery-table.ts";
import { createSweepMarks } from "../adapters/sweep-marks.ts";
import { system } from "../adapters/system.ts";
import { createWorkflow } from "../adapters/workflow.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const stores = ["IDEMPOTENCY_TABLE", "JOB_TABLE", "PAYLOAD_BUCKET", "QUEUE_URL"] as const;
const services = ["GITHUB_API_URL", "GITHUB_SECRET_ID", "STAGE", "STATE_MACHINE_ARN", "SWEPT_HOOKS"] as const;
const env = readEnv(process.env, [...stores, ...services]);
const client = documentClient(quick);
const gates = {
  deliveries: createDeliveryTable(env.IDEMPOTENCY_TABLE, client),
  marks: createSweepMarks(env.IDEMPOTENCY_TABLE, client),
  memory: createRedeliveryTable(env.IDEMPOTENCY_TABLE, client),
};
const jobs = { jobs: createJobTable(env.JOB_TABLE, client), index: createJobIndex(env.JOB_TABLE, client) };
const github = { ...createGitHubPublisher(env), hooks: createGitHubHooks(env) };
const aws = { queue: createEnvelopeQueue(env.QUEUE_URL), workflow: createWorkflow(env.STATE_MACHINE_ARN) };
const { outage } = createModelCircuits(createCircuitParts(env), env.STAGE);
const rest = { payloads: createPayloadBucket(env.PAYLOAD_BUCKET), metrics: createMetrics(env.STAGE), pause };
export const handler = createHandler({ ...system, ...gates, ...jobs, ...github, ...aws, ...rest, outage });
