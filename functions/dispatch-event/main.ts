import { createDeliveryTable } from "../../adapters/dynamodb/delivery-table.ts";
import { createIntentTable } from "../../adapters/dynamodb/intent-table.ts";
import { createJobIndex } from "../../adapters/dynamodb/job-index.ts";
import { createRolloutTable } from "../../adapters/dynamodb/rollout-table.ts";
import { createGitHubCheckReader, createGitHubReader } from "../../adapters/github/connect.ts";
import { createDeadLetterQueue } from "../../adapters/queues/dead-letter-queue.ts";
import { createMessageDelays } from "../../adapters/queues/message-delay.ts";
import { createJobStore } from "../../adapters/runtime/job-store.ts";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { createWorkflow } from "../../adapters/workflow/step-functions.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const stores = ["DLQ_URL", "IDEMPOTENCY_TABLE", "JOB_TABLE", "PAYLOAD_BUCKET", "QUEUE_URL"] as const;
const services = ["GITHUB_API_URL", "GITHUB_SECRET_ID", "STAGE", "STATE_MACHINE_ARN"] as const;
const env = readEnv(process.env, ["DEFAULT_ROLLOUT_MODE", ...stores, ...services]);
export const handler = createHandler({
  ...system,
  ...createMessageDelays(env.QUEUE_URL),
  deliveries: createDeliveryTable(env.IDEMPOTENCY_TABLE),
  intents: createIntentTable(env.IDEMPOTENCY_TABLE),
  ...{ rollouts: createRolloutTable(env.IDEMPOTENCY_TABLE), stageMode: env.DEFAULT_ROLLOUT_MODE },
  ...{ index: createJobIndex(env.JOB_TABLE), ...createJobStore(env) },
  ...{ metrics: createMetrics(env.STAGE), payloads: createPayloadBucket(env.PAYLOAD_BUCKET) },
  ...{ reader: createGitHubReader(env), checks: createGitHubCheckReader(env) },
  sendDeadLetter: createDeadLetterQueue(env.DLQ_URL),
  workflow: createWorkflow(env.STATE_MACHINE_ARN),
});
