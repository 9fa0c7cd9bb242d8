import { createCircuitParts } from "../adapters/circuits.ts";
import { createJobTable } from "../adapters/job-table.ts";
import { createMetrics } from "../adapters/metrics.ts";
import { createModelCircuits } from "../adapters/model-circuits.ts";
import { createModelRunner } from "../adapters/model-runner.ts";
import { createModelSettings } from "../adapters/model-settings.ts";
import { createPayloadBucket } from "../adapters/payload-bucket.ts";
import { system } from "../adapters/system.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const stores = ["IDEMPOTENCY_TABLE", "JOB_TABLE", "PAYLOAD_BUCKET"] as const;
const env = readEnv(process.env, ["MODEL_SECRET_ID", "STAGE", ...stores]);
const circuits = createModelCircuits(createCircuitParts(env));
const jobs = createJobTable(env.JOB_TABLE);
const metrics = createMetrics(env.STAGE);
const payloads = createPayloadBucket(env.PAYLOAD_BUCKET);
const model = createModelRunner({ settings: createModelSettings(env.MODEL_SECRET_ID), circuits });
export const handler = createHandler({ ...system, admit: circuits.admit, jobs, metrics, model, payloads });
