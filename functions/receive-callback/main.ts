import { createCallbackTable } from "../../adapters/dynamodb/callback-table.ts";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { shortTimeouts } from "../../adapters/runtime/aws-client.ts";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { quickClient } from "../../adapters/runtime/quick-client.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createEmployeeSecrets } from "../../adapters/secrets/employee-secrets.ts";
import { createOriginSecret } from "../../adapters/secrets/origin-secret.ts";
import { createPayloadUploads } from "../../adapters/storage/payload-uploads.ts";
import { createTaskTokens } from "../../adapters/workflow/task-tokens.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const stores = ["IDEMPOTENCY_TABLE", "JOB_TABLE", "PAYLOAD_BUCKET"] as const;
const env = readEnv(process.env, [...stores, "EMPLOYEE_SECRET_PREFIX", "ORIGIN_SECRET_ID", "STAGE"]);
const client = documentClient(quickClient("dynamodb"));
export const handler = createHandler({
  ...system,
  callbacks: createCallbackTable(env.IDEMPOTENCY_TABLE, client),
  jobs: createJobTable(env.JOB_TABLE, client),
  metrics: createMetrics(env.STAGE),
  origin: createOriginSecret(env.ORIGIN_SECRET_ID),
  payloads: createPayloadUploads(env.PAYLOAD_BUCKET, shortTimeouts),
  secrets: createEmployeeSecrets(env.EMPLOYEE_SECRET_PREFIX),
  tokens: createTaskTokens(),
});
