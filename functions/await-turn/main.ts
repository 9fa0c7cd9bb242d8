import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { createLaneTable } from "../../adapters/dynamodb/lane-table.ts";
import { createPaceTable } from "../../adapters/dynamodb/pace-table.ts";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createTaskTokens } from "../../adapters/workflow/task-tokens.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["IDEMPOTENCY_TABLE", "JOB_TABLE", "STAGE"]);
const stores = { jobs: createJobTable(env.JOB_TABLE), lanes: createLaneTable(env.IDEMPOTENCY_TABLE) };
const paces = createPaceTable(env.IDEMPOTENCY_TABLE);
const metrics = createMetrics(env.STAGE);
export const handler = createHandler({ ...system, ...stores, paces, metrics, tokens: createTaskTokens() });
