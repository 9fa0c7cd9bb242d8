import { connectModelRunner } from "../../adapters/models/connect.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["IDEMPOTENCY_TABLE", "MODEL_SECRET_ID", "PAYLOAD_BUCKET", "STAGE"]);
const payloads = createPayloadBucket(env.PAYLOAD_BUCKET, { mayList: false });
const runners = { model: connectModelRunner(env) };
export const handler = createHandler({ ...system, payloads, runners });
