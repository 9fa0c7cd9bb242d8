import { createCallbackTable } from "../../adapters/dynamodb/callback-table.ts";
import { connectCallers } from "../../adapters/employees/connect.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createEmployeeSecrets } from "../../adapters/secrets/employee-secrets.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { createPayloadLinks } from "../../adapters/storage/payload-links.ts";
import { createTaskTokens } from "../../adapters/workflow/task-tokens.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const stores = ["IDEMPOTENCY_TABLE", "PAYLOAD_BUCKET"] as const;
const env = readEnv(process.env, ["CALLBACK_URL", "EMPLOYEE_SECRET_PREFIX", "STAGE", ...stores]);
const secrets = createEmployeeSecrets(env.EMPLOYEE_SECRET_PREFIX);
export const handler = createHandler({
  ...system,
  ...{ callbacks: createCallbackTable(env.IDEMPOTENCY_TABLE), tokens: createTaskTokens() },
  callbackUrl: env.CALLBACK_URL,
  createCallers: connectCallers({ ...process.env, ...env }, secrets),
  ...{ links: createPayloadLinks(), stage: env.STAGE },
  payloads: createPayloadBucket(env.PAYLOAD_BUCKET),
  secretIdOf: secrets.idOf,
});
