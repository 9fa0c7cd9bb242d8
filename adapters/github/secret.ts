import { type AppCredentials, appCredentials, parseAppSecret } from "../../core/app/app-secret.ts";
import { PermanentError, RetryableError } from "../../core/errors.ts";
import { createSecretReader, type SecretReader, type SecretVersions } from "../secrets/secret-reader.ts";

/** Opens the App's secret in Secrets Manager: JSON with `webhook_secret`, `app_id` and `private_key`. */
export function createGitHubSecret(
  secretId: string,
  reader: Omit<SecretReader, "readAll"> = createSecretReader(secretId),
) {
  return {
    /** Returns the current webhook secret, then other valid ones that are known. Throws RetryableError or PermanentError. */
    async read(): Promise<string[]> {
      return webhookSecrets(await reader.read());
    },

    /** Returns all valid webhook secrets as they are now. Returns null if they were read less than a minute ago. */
    async refresh(): Promise<string[] | null> {
      const versions = await reader.refresh();
      return versions && webhookSecrets(versions);
    },

    async credentials(): Promise<AppCredentials> {
      const credentials = appCredentials(parseAppSecret((await reader.read()).current));
      if (credentials) return credentials;
      // Retryable, because an operator can store the key and no work should be lost until then.
      throw new RetryableError("secret_incomplete", "The GitHub secret lacks app_id or private_key");
    },
  };
}

/**
 * Needs no App ID or key, because a stack receives webhooks before they are stored. During a rotation GitHub signs with
 * the pending secret before it becomes the current one.
 */
function webhookSecrets({ current, previous, pending }: SecretVersions): string[] {
  const { webhook_secret } = parseAppSecret(current);
  if (!webhook_secret) {
    throw new PermanentError("secret_malformed", "The GitHub secret lacks webhook_secret");
  }
  return [...new Set([webhook_secret, ...otherSecret(pending), ...otherSecret(previous)])];
}

/** Ignores an unreadable version, so that it does not block the current one. */
function otherSecret(version: string | null): string[] {
  if (version === null) return [];
  try {
    const { webhook_secret } = parseAppSecret(version);
    return webhook_secret ? [webhook_secret] : [];
  } catch {
    return [];
  }
}
