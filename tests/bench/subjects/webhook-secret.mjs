/** Reads the webhook secret for the subjects that use AWS: the same calls, in the same order, as ours. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const client = new SecretsManagerClient({});
const cacheMs = 120_000;
let cached = null;

/** Returns whether a valid secret signed the body. A rotation overlaps, so three stages are valid. */
export async function isSigned({ body, headers }) {
  const given = Buffer.from(headers["x-hub-signature-256"]?.slice("sha256=".length) ?? "", "hex");
  for (const secret of await secrets()) {
    const expected = createHmac("sha256", secret).update(body).digest();
    if (given.length === expected.length && timingSafeEqual(given, expected)) return true;
  }
  return false;
}

async function secrets() {
  if (cached && Date.now() - cached.at < cacheMs) return cached.values;
  const pending = await read("AWSPENDING");
  const current = await read("AWSCURRENT");
  const previous = await read("AWSPREVIOUS");
  cached = { at: Date.now(), values: [current, pending, previous].filter((value) => value !== null) };
  return cached.values;
}

async function read(VersionStage) {
  const command = new GetSecretValueCommand({ SecretId: process.env.GITHUB_SECRET_ID, VersionStage });
  try {
    return JSON.parse((await client.send(command)).SecretString).webhook_secret;
  } catch (error) {
    if (error.name === "ResourceNotFoundException") return null;
    throw error;
  }
}
