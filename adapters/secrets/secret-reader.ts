import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../../core/clock.ts";
import { previousValidMs } from "../../core/rotation/rotating-secret.ts";
import { shortTimeouts } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";

/** Reads are cached this long, so every instance knows a rotation within minutes. */
const cacheMs = 120_000;
/** Minimum time between forced reads, so a flood of bad signatures does not cause a flood of reads. */
const refreshMs = 60_000;
/** Minimum time between failing reads, so not every request calls a service that throttles us. */
const failedMs = 1_000;

/** The valid values of a secret. */
export interface SecretVersions {
  current: string;
  /** The previous value; null for a secret that never changed, and a day after a change. */
  previous: string | null;
  /** The next value during a rotation; else null. */
  pending: string | null;
}

/**
 * Reads the versions of a secret and caches them together, including missing ones. (Powertools' cache leaves the version
 * stage out of its key, so the versions would overwrite each other.)
 */
export function createSecretReader(
  secretId: string,
  clock: Clock = Date.now,
  client = new SecretsManagerClient(shortTimeouts),
) {
  let good: { at: number; versions: SecretVersions } | null = null;
  let attempt: Attempt | null = null;

  function fetchVersions(): Promise<SecretVersions> {
    const at = clock();
    const started: Attempt = { at, state: "running", versions: readVersions(client, secretId, at) };
    attempt = started;
    started.versions.then(
      (versions) => {
        started.state = "done";
        good = { at, versions };
      },
      () => {
        started.state = "failed";
      },
    );
    return started.versions;
  }

  return {
    /** Returns the versions. Throws RetryableError when Secrets Manager fails. */
    async read(): Promise<SecretVersions> {
      const now = clock();
      // A failed forced read does not invalidate the versions read before.
      if (good && now - good.at < cacheMs) return good.versions;
      if (attempt?.state === "running") return attempt.versions;
      if (attempt?.state === "failed" && now - attempt.at < failedMs) return attempt.versions;
      return fetchVersions();
    },
    /** Reads the versions again. Returns null if that was tried less than a minute ago. */
    async refresh(): Promise<SecretVersions | null> {
      if (attempt?.state === "running") return attempt.versions;
      return attempt && clock() - attempt.at < refreshMs ? null : fetchVersions();
    },
  };
}

interface Attempt {
  at: number;
  state: "running" | "done" | "failed";
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
