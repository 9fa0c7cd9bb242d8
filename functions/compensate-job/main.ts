import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { createGitHubPublisher } from "../../adapters/github/connect.ts";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { createPacing } from "../../adapters/runtime/pacing.ts";
import { system } from "../../adapters/runtime/system.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const names = ["GITHUB_API_URL", "GITHUB_SECRET_ID", "IDEMPOTENCY_TABLE", "JOB_TABLE", "STAGE"] as const;
const limits = ["GITHUB_WRITES_PER_HOUR", "GITHUB_WRITES_PER_MINUTE"] as const;
const env = readEnv(process.env, [...names, ...limits]);
const jobs = createJobTable(env.JOB_TABLE);
const metrics = createMetrics(env.STAGE);
export const handler = createHandler({
  ...system,
  ...createGitHubPublisher(env),
  ...createPacing(env),
  jobs,
  metrics,
});
