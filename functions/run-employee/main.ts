import { createCircuitParts } from "../adapters/circuits.ts";
import { createMetrics } from "../adapters/metrics.ts";
import { createModelCircuits } from "../adapters/model-circuits.ts";
import { createModelRunner } from "../adapters/model-runner.ts";
import { createModelSettings } from "../adapters/model-settings.ts";
import { createPayloadBucket } from "../adapters/payload-bucket.ts";
import { system } from "../adapters/system.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["IDEMPOTENCY_TABLE", "MODEL_SECRET_ID", "PAYLOAD_BUCKET", "STAGE"]);
const circuits = createModelCircuits(createCircuitParts(env), env.STAGE);
const metrics = createMetrics(env.STAGE);
const payloads = createPayloadBucket(env.PAYLOAD_BUCKET, { mayList: false });
const settings = createModelSettings(env.MODEL_SECRET_ID);
const model = createModelRunner({ settings, circuits, stage: env.STAGE });
export const handler = createHandler({ ...system, metrics, model, payloads });
