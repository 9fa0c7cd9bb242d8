import { PermanentError, RetryableError } from "../core/errors.ts";
import type { AppCredentials } from "./github-client.ts";
import { createSecretReader, type SecretVersions } from "./secret-reader.ts";

interface GitHubSecret extends AppCredentials {
  webhook_secret: string;
}

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
      return parseCredentials((await reader.read()).current);
    },
  };
}

/** The App's id and key are no matter of the webhook: a stack is in service before they are put in. */
function webhookSecrets({ current, previous }: SecretVersions): string[] {
  const { webhook_secret } = parseJson(current);
  if (!webhook_secret) {
    throw new PermanentError("secret_malformed", "The GitHub secret lacks webhook_secret");
  }
  return [webhook_secret, ...previousSecret(previous)];
}

/** A previous version that cannot be read only ends its overlap. */
function previousSecret(previous: string | null): string[] {
  if (previous === null) return [];
  try {
    const { webhook_secret } = parseJson(previous);
    return webhook_secret ? [webhook_secret] : [];
  } catch {
    return [];
  }
}

function parseCredentials(text: string): AppCredentials {
  const { app_id, private_key } = parseJson(text);
  if (!app_id || !private_key) {
    // Worth another try, as an operator can mend it: nothing is given up for a key that is not there yet.
    throw new RetryableError("secret_incomplete", "The GitHub secret lacks app_id or private_key");
  }
  return { app_id: Number(app_id), private_key };
}

function parseJson(text: string): Partial<GitHubSecret> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<GitHubSecret>;
  } catch {
    // The parser's message quotes what it read, so it is not passed on.
    throw new PermanentError("secret_malformed", "The GitHub secret is not JSON");
  }
}
