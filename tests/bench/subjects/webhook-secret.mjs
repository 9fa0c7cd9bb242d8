/** Reads the webhook secret for the subjects that use AWS: the same call as ours, cached for the same time. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const client = new SecretsManagerClient({});
const cacheMs = 120_000;
let cached = null;

export async function isSigned({ body, headers }) {
  const given = Buffer.from(headers["x-hub-signature-256"]?.slice("sha256=".length) ?? "", "hex");
  const expected = createHmac("sha256", await readSecret())
    .update(body)
    .digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function readSecret() {
  if (cached && Date.now() - cached.at < cacheMs) return cached.value;
  const { SecretString } = await client.send(
    new GetSecretValueCommand({ SecretId: process.env.GITHUB_SECRET_ID }),
  );
  cached = { at: Date.now(), value: JSON.parse(SecretString).webhook_secret };
  return cached.value;
}
