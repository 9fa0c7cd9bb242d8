import { createJobIndex } from "../../adapters/dynamodb/job-index.ts";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { createRolloutTable } from "../../adapters/dynamodb/rollout-table.ts";
import { createGitHubReader } from "../../adapters/github/connect.ts";
import { createModelCircuits } from "../../adapters/models/circuits.ts";
import { createCircuitParts } from "../../adapters/runtime/circuits.ts";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { randomToken } from "../../adapters/runtime/random-text.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const stores = ["IDEMPOTENCY_TABLE", "JOB_TABLE", "PAYLOAD_BUCKET"] as const;
const settings = ["DEFAULT_ROLLOUT_MODE", "GITHUB_API_URL", "GITHUB_SECRET_ID", "STAGE"] as const;
const env = readEnv(process.env, [...settings, ...stores]);
const { admit } = createModelCircuits(createCircuitParts(env), env.STAGE);
export const handler = createHandler({
  ...system,
  ...{ index: createJobIndex(env.JOB_TABLE), jobs: createJobTable(env.JOB_TABLE), randomToken },
  admit,
  metrics: createMetrics(env.STAGE),
  payloads: createPayloadBucket(env.PAYLOAD_BUCKET),
  reader: createGitHubReader(env),
  rollouts: createRolloutTable(env.IDEMPOTENCY_TABLE),
  stageMode: env.DEFAULT_ROLLOUT_MODE,
});
