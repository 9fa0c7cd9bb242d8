import { setTimeout as pause } from "node:timers/promises";
import { createEdgeDistribution } from "../../adapters/edge/edge-distribution.ts";
import { randomText } from "../../adapters/runtime/random-text.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createRotatingSecret } from "../../adapters/secrets/rotating-secret.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["DISTRIBUTION_ID", "EDGE_URL", "ORIGIN_SECRET_ID"]);
const secret = createRotatingSecret(env.ORIGIN_SECRET_ID);
const distribution = createEdgeDistribution(env.DISTRIBUTION_ID, env.EDGE_URL);
export const handler = createHandler({ ...system, secret, distribution, pause, randomText });
