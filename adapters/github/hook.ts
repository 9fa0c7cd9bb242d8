import type { AppCredentials } from "../../core/app/app-secret.ts";
import { createGitHubClient } from "./client.ts";

/** The App's one webhook at GitHub: https://docs.github.com/en/rest/apps/webhooks */
export function createGitHubHook(apiUrl: string) {
  return {
    /** GitHub signs with this secret from now on. Setting the same one again changes nothing. */
    async setSecret(credentials: AppCredentials, secret: string): Promise<void> {
      const client = createGitHubClient({ apiUrl, credentials: async () => credentials, permissions: {} });
      // Without a content type GitHub documents `form` as the default, and the endpoint reads JSON alone.
      const config = { secret, content_type: "json" };
      await client.callAsApp((api) => api.request("PATCH /app/hook/config", config));
    },
  };
}
