import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../core/clock.ts";
import { quick } from "./aws-client.ts";
import { isNamed, unavailable } from "./aws-errors.ts";

/** A secret is read again after this long, so a rotation is known everywhere within minutes. */
const cacheMs = 120_000;
/** A forced read is made at most this often: a flood of bad signatures must not become a flood of reads. */
const refreshMs = 60_000;

export interface SecretVersions {
  current: string;
  /** Null for a secret that was never rotated. */
  previous: string | null;
}

/**
 * Both versions of a secret, cached together, the absence of a previous one included. (Powertools' cache leaves
 * the version stage out of its key: the two versions would overwrite each other there.)
 */
export function createSecretReader(
  secretId: string,
  clock: Clock = Date.now,
  client = new SecretsManagerClient(quick),
) {
  let cached: { at: number; versions: Promise<SecretVersions> } | null = null;

  function fetchVersions(): Promise<SecretVersions> {
    const versions = readVersions(client, secretId);
    const entry = { at: clock(), versions };
    cached = entry;
    versions.catch(() => {
      if (cached === entry) cached = null;
    });
    return versions;
  }

  return {
    /** Throws RetryableError when Secrets Manager does not answer. */
    read(): Promise<SecretVersions> {
      return cached && clock() - cached.at < cacheMs ? cached.versions : fetchVersions();
    },
    /** Reads anew; null when that was done less than a minute ago. */
    async refresh(): Promise<SecretVersions | null> {
      return cached && clock() - cached.at < refreshMs ? null : fetchVersions();
    },
  };
}

async function readVersions(client: SecretsManagerClient, secretId: string): Promise<SecretVersions> {
  const [current, previous] = await Promise.all([
    readVersion(client, secretId, "AWSCURRENT"),
    readVersion(client, secretId, "AWSPREVIOUS").catch((error: unknown) => {
      if (isNamed(error, "ResourceNotFoundException")) return null;
      throw error;
    }),
  ]).catch((error: unknown) => {
    throw unavailable("secrets", error);
  });
  return { current, previous };
}

async function readVersion(client: SecretsManagerClient, secretId: string, stage: string): Promise<string> {
  const { SecretString } = await client.send(
    new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage }),
  );
  return SecretString ?? "";
}
