import { createModelCircuits } from "../../adapters/models/circuits.ts";
import { createModelRunner } from "../../adapters/models/runner.ts";
import { createModelSettings } from "../../adapters/models/settings.ts";
import { createCircuitParts } from "../../adapters/runtime/circuits.ts";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["IDEMPOTENCY_TABLE", "MODEL_SECRET_ID", "PAYLOAD_BUCKET", "STAGE"]);
const circuits = createModelCircuits(createCircuitParts(env), env.STAGE);
const metrics = createMetrics(env.STAGE);
const payloads = createPayloadBucket(env.PAYLOAD_BUCKET, { mayList: false });
const settings = createModelSettings(env.MODEL_SECRET_ID);
const model = createModelRunner({ settings, circuits, stage: env.STAGE });
export const handler = createHandler({ ...system, metrics, model, payloads });
