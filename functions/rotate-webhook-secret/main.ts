import { setTimeout as pause } from "node:timers/promises";
import { createGitHubHook } from "../../adapters/github/hook.ts";
import { createWebhookEndpoint } from "../../adapters/github/webhook-endpoint.ts";
import { randomToken } from "../../adapters/runtime/random-text.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createRotatingSecret } from "../../adapters/secrets/rotating-secret.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["GITHUB_API_URL", "GITHUB_SECRET_ID", "WEBHOOK_URL"]);
const secret = createRotatingSecret(env.GITHUB_SECRET_ID);
const hook = createGitHubHook(env.GITHUB_API_URL);
const endpoint = createWebhookEndpoint(env.WEBHOOK_URL);
export const handler = createHandler({ ...system, secret, hook, endpoint, pause, randomToken });
