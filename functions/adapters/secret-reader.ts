import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../core/clock.ts";
import { quick } from "./aws-client.ts";
import { isNamed, unavailable } from "./aws-errors.ts";

/** A secret is read again after this long, so a rotation is known everywhere within minutes. */
const cacheMs = 120_000;
/** A forced read is made at most this often: a flood of bad signatures must not become a flood of reads. */
const refreshMs = 60_000;
/** A value that was replaced stays good this long, for what was sent before; then whoever learnt it has lost it. */
const overlapMs = 24 * 3_600_000;

/** The values that are good now. */
export interface SecretVersions {
  current: string;
  /** The value before; null for a secret that was never changed, and a day after a change. */
  previous: string | null;
  /** The next value, while a rotation is on its way. */
  pending: string | null;
}

/**
 * The versions of a secret, cached together, the absence of one included. (Powertools' cache leaves the version
 * stage out of its key: the versions would overwrite each other there.)
 */
export function createSecretReader(
  secretId: string,
  clock: Clock = Date.now,
  client = new SecretsManagerClient(quick),
) {
  let cached: { at: number; versions: Promise<SecretVersions> } | null = null;

  function fetchVersions(): Promise<SecretVersions> {
    const at = clock();
    const versions = readVersions(client, secretId, at);
    const entry = { at, versions };
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

async function readVersions(
  client: SecretsManagerClient,
  secretId: string,
  now: number,
): Promise<SecretVersions> {
  const read = (stage: string) => readVersion(client, secretId, stage);
  const optional = (stage: string) =>
    read(stage).catch((error: unknown) => {
      if (isNamed(error, "ResourceNotFoundException")) return null;
      throw error;
    });
  try {
    // One after the other, in the order in which a value passes through the stages: one that moves on is still seen.
    const pending = await optional("AWSPENDING");
    const current = await read("AWSCURRENT");
    const previous = await optional("AWSPREVIOUS");
    const isNext = pending && pending.id !== current.id && pending.since >= current.since;
    return {
      current: current.value,
      previous: previous && now - current.since < overlapMs ? previous.value : null,
      // A label that a rotation left behind on an older version makes that one no better.
      pending: isNext ? pending.value : null,
    };
  } catch (error) {
    throw unavailable("secrets", error);
  }
}

async function readVersion(client: SecretsManagerClient, secretId: string, stage: string) {
  const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
  const { SecretString = "", VersionId, CreatedDate } = await client.send(command);
  return { value: SecretString, id: VersionId, since: CreatedDate?.getTime() ?? 0 };
}
