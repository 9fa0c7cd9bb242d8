import { createGitHubSecret } from "../../adapters/github/secret.ts";
import { createWebhookEndpoint } from "../../adapters/github/webhook-endpoint.ts";
import { createMetrics } from "../../adapters/runtime/metrics.ts";
import { system } from "../../adapters/runtime/system.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["GITHUB_SECRET_ID", "STAGE", "WEBHOOK_URL"]);
const secrets = createGitHubSecret(env.GITHUB_SECRET_ID);
const endpoint = createWebhookEndpoint(env.WEBHOOK_URL);
export const handler = createHandler({ ...system, secrets, endpoint, metrics: createMetrics(env.STAGE) });
