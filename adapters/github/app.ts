import { createAppAuth } from "@octokit/auth-app";
import type { AppCredentials } from "../../core/app/app-secret.ts";
import type { RepositoryTarget } from "../../core/github/pull-request.ts";
import type { GitHubCircuit } from "./circuit.ts";
import { isNotFound, notInstalled, unusableKey } from "./errors.ts";
import { AppOctokit, type GitHubApi } from "./octokit.ts";

export interface GitHubAppOptions {
  /** `https://api.github.com`, or `https://<host>/api/v3` of a GitHub Enterprise Server. */
  apiUrl: string;
  credentials: () => Promise<AppCredentials>;
  /** Blocks requests while its circuits are open; without it every request is made. */
  circuit?: GitHubCircuit;
}

export type Permissions = Record<string, "read" | "write">;

/** Permissions and repositories of a token. Without `repositoryIds` it is valid for all of the installation. */
interface Rights {
  repositoryIds?: number[];
  permissions: Permissions;
}

export type GitHubApp = ReturnType<typeof createGitHubApp>;

/** The App itself. It authenticates by its private key, and finds its installations and their tokens. */
export function createGitHubApp({ apiUrl, credentials, circuit }: GitHubAppOptions) {
  /** By repository ID: installations that were looked up because no webhook named them, or a transfer changed them. */
  const installations = new Map<number, number>();
  let app: { key: string; octokit: GitHubApi } | null = null;

  /** Keeps one instance while the key is the same, because it caches installation tokens for an hour. */
  async function api(): Promise<GitHubApi> {
    const { app_id, private_key } = await credentials();
    if (app?.key !== private_key) {
      const auth = { appId: app_id, privateKey: private_key };
      const octokit = new AppOctokit({ baseUrl: apiUrl, authStrategy: createAppAuth, auth, circuit });
      await sign(octokit);
      app = { key: private_key, octokit };
    }
    return app.octokit;
  }

  /** Looks up the repository's current installation. Returns null if there is none. */
  async function lookUpInstallation(repo_id: number): Promise<number | null> {
    const { token } = (await (await api()).auth({ type: "app" })) as { token: string };
    // Octokit's App authentication does not recognize this path, so the request carries the App's token itself.
    const octokit = new AppOctokit({ baseUrl: apiUrl, auth: token, circuit });
    try {
      const { data } = await octokit.request("GET /repositories/{repo_id}/installation", { repo_id });
      installations.set(repo_id, Number(data.id));
      return Number(data.id);
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  return {
    api,
    lookUpInstallation,

    /** Returns the installation for a repository. Throws PermanentError if the App is not installed on it. */
    async installationOf({ repo_id, installation_id }: RepositoryTarget): Promise<number> {
      const known = installations.get(repo_id) ?? installation_id ?? (await lookUpInstallation(repo_id));
      if (known !== null) return known;
      throw notInstalled();
    },

    /** Returns a token of an installation with these rights. */
    async tokenOf(installationId: number, rights: Rights): Promise<string> {
      const wanted = { type: "installation", installationId, ...rights } as const;
      const { token } = (await (await api()).auth(wanted)) as { token: string };
      return token;
    },
  };
}

/** Signs once with a new key, so that no later error is mistaken for a key error. */
async function sign(octokit: GitHubApi): Promise<void> {
  try {
    await octokit.auth({ type: "app" });
  } catch (error) {
    throw unusableKey(error);
  }
}
