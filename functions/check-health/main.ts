import { quick } from "../adapters/aws-client.ts";
import { documentClient } from "../adapters/dynamo.ts";
import { createOriginSecret } from "../adapters/origin-secret.ts";
import { createQueueProbe } from "../adapters/queue-probe.ts";
import { system } from "../adapters/system.ts";
import { createTableProbe } from "../adapters/table-probe.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["IDEMPOTENCY_TABLE", "JOB_TABLE", "ORIGIN_SECRET_ID", "QUEUE_URL"]);
const tables = documentClient(quick);
const probes = {
  idempotency_table: createTableProbe(env.IDEMPOTENCY_TABLE, ["pk"], tables),
  job_table: createTableProbe(env.JOB_TABLE, ["job_id", "item"], tables),
  queue: createQueueProbe(env.QUEUE_URL),
};
export const handler = createHandler({ ...system, origin: createOriginSecret(env.ORIGIN_SECRET_ID), probes });
