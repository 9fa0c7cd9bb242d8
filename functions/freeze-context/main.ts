import { createCircuitParts } from "../adapters/circuits.ts";
import { createGitHubReader } from "../adapters/github.ts";
import { createJobIndex } from "../adapters/job-index.ts";
import { createJobTable } from "../adapters/job-table.ts";
import { createMetrics } from "../adapters/metrics.ts";
import { createModelCircuits } from "../adapters/model-circuits.ts";
import { createPayloadBucket } from "../adapters/payload-bucket.ts";
import { randomToken } from "../adapters/random-text.ts";
import { createRolloutTable } from "../adapters/rollout-table.ts";
import { system } from "../adapters/system.ts";
import { readEnv } from "../core/environment.ts";
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
