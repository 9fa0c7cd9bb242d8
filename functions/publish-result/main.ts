import { createBudgetTable } from "../../adapters/dynamodb/budget-table.ts";
import { createGitHubPublisher } from "../../adapters/github/connect.ts";
import { createJobStore } from "../../adapters/runtime/job-store.ts";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { createPacing } from "../../adapters/runtime/pacing.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const stores = ["IDEMPOTENCY_TABLE", "JOB_TABLE", "PAYLOAD_BUCKET"] as const;
const limits = ["GITHUB_WRITES_PER_HOUR", "GITHUB_WRITES_PER_MINUTE"] as const;
const env = readEnv(process.env, ["GITHUB_API_URL", "GITHUB_SECRET_ID", "STAGE", ...stores, ...limits]);
const { jobs } = createJobStore(env);
const metrics = createMetrics(env.STAGE);
const payloads = createPayloadBucket(env.PAYLOAD_BUCKET);
const budgets = createBudgetTable(env.IDEMPOTENCY_TABLE);
export const handler = createHandler({
  ...{ ...system, ...createGitHubPublisher(env), ...createPacing(env), stage: env.STAGE },
  ...{ budgets, jobs, metrics, payloads },
});
