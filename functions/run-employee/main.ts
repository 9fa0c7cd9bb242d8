import { createJobTable } from "../adapters/job-table.ts";
import { createMetrics } from "../adapters/metrics.ts";
import { createModelRunner } from "../adapters/model-runner.ts";
import { createModelSettings } from "../adapters/model-settings.ts";
import { createPayloadBucket } from "../adapters/payload-bucket.ts";
import { system } from "../adapters/system.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["JOB_TABLE", "MODEL_SECRET_ID", "PAYLOAD_BUCKET", "STAGE"]);
const jobs = createJobTable(env.JOB_TABLE);
const metrics = createMetrics(env.STAGE);
const payloads = createPayloadBucket(env.PAYLOAD_BUCKET);
const model = createModelRunner({ settings: createModelSettings(env.MODEL_SECRET_ID) });
export const handler = createHandler({ ...system, jobs, metrics, model, payloads });
