import { type AppCredentials, appCredentials, parseAppSecret } from "../../core/app/app-secret.ts";
import { PermanentError, RetryableError } from "../../core/errors.ts";
import { createSecretReader, type SecretVersions } from "../secrets/secret-reader.ts";

/** The App's secret in Secrets Manager: JSON with `webhook_secret`, `app_id` and `private_key`. */
export function createGitHubSecret(secretId: string, reader = createSecretReader(secretId)) {
  return {
    /** The webhook secrets that are good now, the current one first. */
    async read(): Promise<string[]> {
      return webhookSecrets(await reader.read());
    },

    /** The same, read anew; null when that was done less than a minute ago. */
    async refresh(): Promise<string[] | null> {
      const versions = await reader.refresh();
      return versions && webhookSecrets(versions);
    },

    async credentials(): Promise<AppCredentials> {
      const credentials = appCredentials(parseAppSecret((await reader.read()).current));
      if (credentials) return credentials;
      // Worth another try, as an operator can mend it: nothing is given up for a key that is not there yet.
      throw new RetryableError("secret_incomplete", "The GitHub secret lacks app_id or private_key");
    },
  };
}

/**
 * The App's id and key are no matter of the webhook: a stack is in service before they are put in. GitHub signs with
 * the pending secret from the moment when a rotation tells it to, which is before that one becomes the current one.
 */
function webhookSecrets({ current, previous, pending }: SecretVersions): string[] {
  const { webhook_secret } = parseAppSecret(current);
  if (!webhook_secret) {
    throw new PermanentError("secret_malformed", "The GitHub secret lacks webhook_secret");
  }
  return [...new Set([webhook_secret, ...otherSecret(pending), ...otherSecret(previous)])];
}

/** Another version that cannot be read does not get in the way of the current one. */
function otherSecret(version: string | null): string[] {
  if (version === null) return [];
  try {
    const { webhook_secret } = parseAppSecret(version);
    return webhook_secret ? [webhook_secret] : [];
  } catch {
    return [];
  }
}
