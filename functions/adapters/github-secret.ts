import { PermanentError } from "../core/errors.ts";
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
      const { app_id, private_key } = parse((await reader.read()).current);
      return { app_id, private_key };
    },
  };
}

function webhookSecrets({ current, previous }: SecretVersions): string[] {
  return [current, ...(previous === null ? [] : [previous])].map((text) => parse(text).webhook_secret);
}

function parse(text: string): GitHubSecret {
  const { webhook_secret, app_id, private_key } = parseJson(text);
  if (!webhook_secret || !app_id || !private_key) {
    const message = "The GitHub secret lacks webhook_secret, app_id or private_key";
    throw new PermanentError("secret_malformed", message);
  }
  return { webhook_secret, app_id: Number(app_id), private_key };
}

function parseJson(text: string): Partial<GitHubSecret> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<GitHubSecret>;
  } catch {
    // The parser's message quotes what it read, so it is not passed on.
    throw new PermanentError("secret_malformed", "The GitHub secret is not JSON");
  }
}
