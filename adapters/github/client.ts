import { createAppAuth } from "@octokit/auth-app";
import type { AppCredentials } from "../../core/app/app-secret.ts";
import type { RepositoryTarget } from "../../core/github/pull-request.ts";
import type { GitHubCircuit } from "./circuit.ts";
import { githubError, isNotFound, notInstalled, unusableKey } from "./errors.ts";
import { AppOctokit, fetchById, type GitHubApi } from "./octokit.ts";
import { isRefusalOfAccess } from "./refusals.ts";
import { repositoryOf } from "./request.ts";

export type { GitHubApi } from "./octokit.ts";

export interface GitHubClientOptions {
  /** `https://api.github.com`, or `https://<host>/api/v3` of a GitHub Enterprise Server. */
  apiUrl: string;
  credentials: () => Promise<AppCredentials>;
  /** Permissions of the installation tokens: no more than the function needs. */
  permissions: Permissions;
  /** Blocks requests while its circuits are open; without it every request is made. */
  circuit?: GitHubCircuit;
}

type Permissions = Record<string, "read" | "write">;

export type GitHubClient = ReturnType<typeof createGitHubClient>;

/** The repository was transferred and belongs to another installation now. */
class InstallationChanged extends Error {
  override name = "InstallationChanged";
}

/** Creates the App's client. A call to a repository uses a token that is valid for that repository alone. */
export function createGitHubClient({ apiUrl, credentials, permissions, circuit }: GitHubClientOptions) {
  /** By repository ID: installations that were looked up because no webhook named them, or a transfer changed them. */
  const installations = new Map<number, number>();
  let login: { app_id: number; name: string } | null = null;
  let app: { key: string; octokit: GitHubApi } | null = null;

  /** Keeps one instance while the key is the same, because it caches installation tokens for an hour. */
  async function asApp(): Promise<GitHubApi> {
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
  async function lookUp(repo_id: number): Promise<number | null> {
    const { token } = (await (await asApp()).auth({ type: "app" })) as { token: string };
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

  async function installationOf({ repo_id, installation_id }: RepositoryTarget): Promise<number> {
    const known = installations.get(repo_id) ?? installation_id ?? (await lookUp(repo_id));
    if (known !== null) return known;
    throw notInstalled();
  }

  async function tokenOf(installationId: number, rights: Rights): Promise<string> {
    const wanted = { type: "installation", installationId, ...rights } as const;
    const { token } = (await (await asApp()).auth(wanted)) as { token: string };
    return token;
  }

  /** Runs `use` as an installation on one repository. Throws InstallationChanged if it is the wrong installation. */
  async function asInstallation<Result>(
    { repo_id }: RepositoryTarget,
    installation: number,
    granted: Permissions,
    use: (api: GitHubApi) => Promise<Result>,
  ): Promise<Result> {
    let checked: Promise<void> | null = null;
    /** A refusal or a 404 for a former installation says nothing about the repository. */
    const onRefusal = () => {
      checked ??= lookUp(repo_id).then((present) => {
        if (present !== null && present !== installation) throw new InstallationChanged();
      });
      return checked;
    };
    let auth: string;
    try {
      auth = await tokenOf(installation, { repositoryIds: [repo_id], permissions: granted });
    } catch (error) {
      if (isRefusalOfAccess(error)) await onRefusal();
      throw error;
    }
    const request = { fetch: fetchById(apiUrl, repo_id) };
    return use(new AppOctokit({ baseUrl: apiUrl, auth, circuit, installation, onRefusal, request }));
  }

  function callAsApp<Result>(use: (api: GitHubApi) => Promise<Result>): Promise<Result> {
    return translated(async () => use(await asApp()));
  }

  return {
    async appId(): Promise<number> {
      return (await credentials()).app_id;
    },

    /** Returns the login that the App comments with, `<slug>[bot]`. */
    async appLogin(): Promise<string> {
      const { app_id } = await credentials();
      if (login?.app_id !== app_id) {
        const { data } = await callAsApp((api) => api.request("GET /app"));
        login = { app_id, name: `${data?.slug ?? ""}[bot]` };
      }
      return login.name;
    },

    /** Runs `use` as the App itself, authenticated by its key. Throws as `call` does. */
    callAsApp,

    /**
     * Runs `use` as the repository's installation. Requests go to the repository's ID, so renames do not matter.
     * `granted` replaces the client's permissions. Throws what `githubError` makes of GitHub's refusal.
     */
    call<Result>(
      target: RepositoryTarget,
      use: (api: GitHubApi) => Promise<Result>,
      granted: Permissions = permissions,
    ): Promise<Result> {
      return translated(async () => {
        try {
          return await asInstallation(target, await installationOf(target), granted, use);
        } catch (error) {
          if (!(error instanceof InstallationChanged)) throw error;
          // A refused request has changed nothing, so everything can be repeated.
          return asInstallation(target, await installationOf(target), granted, use);
        }
      });
    },

    /** Runs `use` as an installation, for all its repositories. Throws as `call` does. */
    callOnAccount<Result>(
      find: (octokit: GitHubApi) => Promise<number>,
      granted: Permissions,
      use: (api: GitHubApi) => Promise<Result>,
    ): Promise<Result> {
      return translated(async () => {
        const installation = await find(await asApp());
        const auth = await tokenOf(installation, { permissions: granted });
        return use(new AppOctokit({ baseUrl: apiUrl, auth, circuit, installation }));
      });
    },

    /** Finds a repository by its current or a former name (`owner/name`). Throws as `call` does. */
    repository(name: string): Promise<RepositoryTarget> {
      return translated(async () => {
        // GitHub redirects a former name.
        const { data: found } = await (await asApp()).request(
          "GET /repos/{owner}/{repo}/installation",
          repositoryOf({ repo: name }),
        );
        const auth = await tokenOf(found.id, { permissions: { metadata: "read" } });
        const api = new AppOctokit({ baseUrl: apiUrl, auth, circuit, installation: found.id });
        const { data } = await api.request("GET /repos/{owner}/{repo}", repositoryOf({ repo: name }));
        return { repo: data.full_name, repo_id: Number(data.id), installation_id: found.id };
      });
    },
  };
}

/** Permissions and repositories of a token. Without `repositoryIds` it is valid for all of the installation. */
interface Rights {
  repositoryIds?: number[];
  permissions: Permissions;
}

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw githubError(error);
  }
}

/** Signs once with a new key, so that no later error is mistaken for a key error. */
async function sign(octokit: GitHubApi): Promise<void> {
  try {
    await octokit.auth({ type: "app" });
  } catch (error) {
    throw unusableKey(error);
  }
}
