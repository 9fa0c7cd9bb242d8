import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../../core/clock.ts";
import { quick } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";

/** A secret is read again after this long, so a rotation is known everywhere within minutes. */
const cacheMs = 120_000;
/** A forced read is made at most this often: a flood of bad signatures must not become a flood of reads. */
const refreshMs = 60_000;
/** While it cannot be read, it is asked for so often: whoever throttles us is not to be asked by every request. */
const failedMs = 1_000;
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
  let good: { at: number; versions: SecretVersions } | null = null;
  let attempt: Attempt | null = null;

  function fetchVersions(): Promise<SecretVersions> {
    const at = clock();
    const begun: Attempt = { at, state: "under way", versions: readVersions(client, secretId, at) };
    attempt = begun;
    begun.versions.then(
      (versions) => {
        begun.state = "done";
        good = { at, versions };
      },
      () => {
        begun.state = "failed";
      },
    );
    return begun.versions;
  }

  return {
    /** Throws RetryableError when Secrets Manager does not answer. */
    async read(): Promise<SecretVersions> {
      const now = clock();
      // A forced read that fails takes nothing away: what was read a minute ago is as good as before.
      if (good && now - good.at < cacheMs) return good.versions;
      if (attempt?.state === "under way") return attempt.versions;
      if (attempt?.state === "failed" && now - attempt.at < failedMs) return attempt.versions;
      return fetchVersions();
    },
    /** Reads anew; null when that was tried less than a minute ago. */
    async refresh(): Promise<SecretVersions | null> {
      if (attempt?.state === "under way") return attempt.versions;
      return attempt && clock() - attempt.at < refreshMs ? null : fetchVersions();
    },
  };
}

interface Attempt {
  at: number;
  state: "under way" | "done" | "failed";
  versions: Promise<SecretVersions>;
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
