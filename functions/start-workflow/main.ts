import { setTimeout as pause } from "node:timers/promises";
import { createCallbackTable } from "../../adapters/dynamodb/callback-table.ts";
import { createGitHubWorkflowRuns } from "../../adapters/github/connect.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { createPayloadLinks } from "../../adapters/storage/payload-links.ts";
import { createTaskTokens } from "../../adapters/workflow/task-tokens.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const stores = ["CALLBACK_URL", "EMPLOYEE_SECRET_PREFIX", "IDEMPOTENCY_TABLE", "PAYLOAD_BUCKET"] as const;
const env = readEnv(process.env, [...stores, "GITHUB_API_URL", "GITHUB_SECRET_ID", "STAGE"]);
export const handler = createHandler({
  ...system,
  ...{ callbackUrl: env.CALLBACK_URL, secretPrefix: env.EMPLOYEE_SECRET_PREFIX, pause },
  callbacks: createCallbackTable(env.IDEMPOTENCY_TABLE),
  links: createPayloadLinks(),
  payloads: createPayloadBucket(env.PAYLOAD_BUCKET, { mayList: false }),
  runs: createGitHubWorkflowRuns(env),
  tokens: createTaskTokens(),
});
