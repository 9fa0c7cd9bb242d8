import type { AppCredentials } from "../../core/app/app-secret.ts";
import { createGitHubClient } from "./client.ts";

/** Opens the App's webhook at GitHub: https://docs.github.com/en/rest/apps/webhooks */
export function createGitHubHook(apiUrl: string) {
  return {
    /** Makes GitHub sign with this secret from now on. Setting the same secret again changes nothing. Throws as `call`. */
    async setSecret(credentials: AppCredentials, secret: string): Promise<void> {
      const client = createGitHubClient({ apiUrl, credentials: async () => credentials, permissions: {} });
      // GitHub documents `form` as the default content type, and the endpoint accepts JSON only.
      const config = { secret, content_type: "json" };
      await client.callAsApp((api) => api.request("PATCH /app/hook/config", config));
    },
  };
}
