import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { shortTimeouts } from "../../adapters/runtime/aws-client.ts";
import { createQueueProbe, createTableProbe } from "../../adapters/runtime/probes.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createOriginSecret } from "../../adapters/secrets/origin-secret.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["IDEMPOTENCY_TABLE", "JOB_TABLE", "ORIGIN_SECRET_ID", "QUEUE_URL"]);
const tables = documentClient(shortTimeouts);
const probes = {
  idempotency_table: createTableProbe(env.IDEMPOTENCY_TABLE, ["pk"], tables),
  job_table: createTableProbe(env.JOB_TABLE, ["job_id", "item"], tables),
  queue: createQueueProbe(env.QUEUE_URL),
};
export const handler = createHandler({ ...system, origin: createOriginSecret(env.ORIGIN_SECRET_ID), probes });
