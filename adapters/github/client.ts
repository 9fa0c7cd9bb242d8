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
  /** What the installation tokens of this function may do: no more than its work needs. */
  permissions: Permissions;
  /** Whether a request may be made now; without one every request is. */
  circuit?: GitHubCircuit;
}

type Permissions = Record<string, "read" | "write">;

export type GitHubClient = ReturnType<typeof createGitHubClient>;

/** The repository belongs to another installation than the one that was used: it was transferred. */
class InstallationChanged extends Error {
  override name = "InstallationChanged";
}

/** Octokit as the App's installation on the target's repository, with a token for that repository alone. */
export function createGitHubClient({ apiUrl, credentials, permissions, circuit }: GitHubClientOptions) {
  /** By repository ID: installations that were looked up because no webhook named them, or a transfer changed them. */
  const installations = new Map<number, number>();
  let login: { app_id: number; name: string } | null = null;
  let app: { key: string; octokit: GitHubApi } | null = null;

  /** One instance for as long as the key is the same: it keeps the installation tokens for their hour. */
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

  /** Looks up the repository's present installation; null if it has none. */
  async function lookUp(repo_id: number): Promise<number | null> {
    const { token } = (await (await asApp()).auth({ type: "app" })) as { token: string };
    // By the ID: Octokit's own App authentication does not support it.
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

    /** The login under which the App reacts and comments, `<slug>[bot]`. */
    async appLogin(): Promise<string> {
      const { app_id } = await credentials();
      if (login?.app_id !== app_id) {
        const { data } = await callAsApp((api) => api.request("GET /app"));
        login = { app_id, name: `${data?.slug ?? ""}[bot]` };
      }
      return login.name;
    },

    /** Runs `use` as the App itself, authenticated by its key; throws as `call` does. */
    callAsApp,

    /**
     * Runs `use` as the installation, which reaches the repository by its ID whatever its name and owner are now; with
     * `granted` as permissions instead of the client's own. A refusal of GitHub's is turned into an error of ours.
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

    /** Runs `use` as an installation on all its repositories; throws as `call` does. */
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

    /** Finds a repository by its present or a former name (`owner/name`); throws as `call` does. */
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

/** Permissions and repositories of a token: all of the installation, unless narrowed. */
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
