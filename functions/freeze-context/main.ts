import { createGitHubReader } from "../adapters/github.ts";
import { createJobIndex } from "../adapters/job-index.ts";
import { createJobTable } from "../adapters/job-table.ts";
import { createMetrics } from "../adapters/metrics.ts";
import { createPayloadBucket } from "../adapters/payload-bucket.ts";
import { createRolloutTable } from "../adapters/rollout-table.ts";
import { system } from "../adapters/system.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const stores = ["IDEMPOTENCY_TABLE", "JOB_TABLE", "PAYLOAD_BUCKET"] as const;
const env = readEnv(process.env, ["GITHUB_API_URL", "GITHUB_SECRET_ID", "STAGE", ...stores]);
const jobs = createJobTable(env.JOB_TABLE);
const index = createJobIndex(env.JOB_TABLE);
const rollouts = createRolloutTable(env.IDEMPOTENCY_TABLE);
const metrics = createMetrics(env.STAGE);
const payloads = createPayloadBucket(env.PAYLOAD_BUCKET);
const reader = createGitHubReader(env);
export const handler = createHandler({ ...system, index, jobs, metrics, payloads, reader, rollouts });
