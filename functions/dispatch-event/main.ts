import { createDeadLetterQueue } from "../adapters/dead-letter-queue.ts";
import { createDeliveryTable } from "../adapters/delivery-table.ts";
import { createGitHubReader } from "../adapters/github.ts";
import { createIntentTable } from "../adapters/intent-table.ts";
import { createJobIndex } from "../adapters/job-index.ts";
import { createJobTable } from "../adapters/job-table.ts";
import { createMessageDelays } from "../adapters/message-delay.ts";
import { createMetrics } from "../adapters/metrics.ts";
import { createPayloadBucket } from "../adapters/payload-bucket.ts";
import { createRolloutTable } from "../adapters/rollout-table.ts";
import { system } from "../adapters/system.ts";
import { createWorkflow } from "../adapters/workflow.ts";
import { readEnv } from "../core/environment.ts";
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
  ...{ index: createJobIndex(env.JOB_TABLE), jobs: createJobTable(env.JOB_TABLE) },
  ...{ metrics: createMetrics(env.STAGE), payloads: createPayloadBucket(env.PAYLOAD_BUCKET) },
  reader: createGitHubReader(env),
  sendDeadLetter: createDeadLetterQueue(env.DLQ_URL),
  workflow: createWorkflow(env.STATE_MACHINE_ARN),
});
