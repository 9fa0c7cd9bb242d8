import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../../core/clock.ts";
import { previousValidMs } from "../../core/rotation/rotating-secret.ts";
import { shortTimeouts } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { cachedRead } from "./cached-read.ts";

/** The valid values of a secret. */
export interface SecretVersions {
  current: string;
  /** The previous value; null for a secret that never changed, and a day after a change. */
  previous: string | null;
  /** The next value during a rotation; else null. */
  pending: string | null;
}

export interface SecretReader {
  /**
   * Returns the current value, and the others if they were read in the last two minutes. Almost every request needs only the
   * current one, and each version is a call of its own. Throws RetryableError when Secrets Manager fails.
   */
  read(): Promise<SecretVersions>;
  /** Returns all values. */
  readAll(): Promise<SecretVersions>;
  /** Reads all values again: for a request that `read` cannot verify. Returns null if that happened less than a minute ago. */
  refresh(): Promise<SecretVersions | null>;
}

/**
 * Reads the versions of a secret and caches them together, including missing ones. (Powertools' cache leaves the version
 * stage out of its key, so the versions would overwrite each other.)
 */
export function createSecretReader(
  secretId: string,
  clock: Clock = Date.now,
  client = new SecretsManagerClient(shortTimeouts),
): SecretReader {
  const current = cachedRead(() => readCurrent(client, secretId), clock);
  const all = cachedRead((now) => readVersions(client, secretId, now), clock);
  return {
    read: async () => all.known() ?? current.read(),
    readAll: all.read,
    refresh: all.refresh,
  };
}

async function readCurrent(client: SecretsManagerClient, secretId: string): Promise<SecretVersions> {
  try {
    const { value } = await readVersion(client, secretId, "AWSCURRENT");
    return { current: value, previous: null, pending: null };
  } catch (error) {
    throw unavailable("secrets", error);
  }
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
    // Sequentially, in the order in which a value moves through the stages, so no read misses a value that moves.
    const pending = await optional("AWSPENDING");
    const current = await read("AWSCURRENT");
    const previous = await optional("AWSPREVIOUS");
    const isNext = pending && pending.id !== current.id && pending.since >= current.since;
    return {
      current: current.value,
      previous: previous && now - current.since < previousValidMs ? previous.value : null,
      // A failed rotation may leave the label on an older version, which is not valid.
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
