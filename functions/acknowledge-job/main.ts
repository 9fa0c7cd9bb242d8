import { createGitHubPublisher } from "../adapters/github.ts";
import { createJobTable } from "../adapters/job-table.ts";
import { createMetrics } from "../adapters/metrics.ts";
import { system } from "../adapters/system.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const names = ["GITHUB_API_URL", "GITHUB_SECRET_ID", "IDEMPOTENCY_TABLE", "JOB_TABLE", "STAGE"] as const;
const env = readEnv(process.env, names);
const jobs = createJobTable(env.JOB_TABLE);
const metrics = createMetrics(env.STAGE);
export const handler = createHandler({ ...system, ...createGitHubPublisher(env), jobs, metrics });
