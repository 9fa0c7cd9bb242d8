import type { AppCredentials } from "../../core/app/app-secret.ts";
import { PermanentError } from "../../core/errors.ts";
import { createGitHubClient, type GitHubApi } from "./client.ts";

const notInstalled = "app_not_installed";

/**
 * Reads GitHub's `GET /meta` with a token of one of the App's installations. Without a token GitHub allows 60 requests
 * an hour per address, and Lambda functions share addresses. Returns null until the App is registered and installed,
 * because GitHub delivers nothing before that. https://docs.github.com/en/rest/meta/meta
 */
export function createGitHubMeta(apiUrl: string, credentials: () => Promise<AppCredentials>) {
  const permissions = { metadata: "read" } as const;
  const client = createGitHubClient({ apiUrl, credentials, permissions });

  return async function readGitHubMeta(): Promise<unknown> {
    try {
      return await client.callOnAccount(firstInstallation, permissions, async (api) => {
        const { data } = await api.request("GET /meta");
        return data;
      });
    } catch (error) {
      if (isNotYetThere(error)) return null;
      throw error;
    }
  };
}

async function firstInstallation(app: GitHubApi): Promise<number> {
  const { data } = await app.request("GET /app/installations", { per_page: 100 });
  const active = data.find(({ suspended_at }) => !suspended_at);
  if (!active) throw new PermanentError(notInstalled, "The App has no active installation");
  return active.id;
}

function isNotYetThere(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    [notInstalled, "secret_incomplete"].includes(String(error.code))
  );
}
