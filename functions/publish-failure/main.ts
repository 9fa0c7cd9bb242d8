import { createGitHubPublisher } from "../adapters/github.ts";
import { createJobTable } from "../adapters/job-table.ts";
import { createMetrics } from "../adapters/metrics.ts";
import { system } from "../adapters/system.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["GITHUB_API_URL", "GITHUB_SECRET_ID", "JOB_TABLE", "STAGE"]);
const jobs = createJobTable(env.JOB_TABLE);
const metrics = createMetrics(env.STAGE);
export const handler = createHandler({ ...system, ...createGitHubPublisher(env), jobs, metrics });
