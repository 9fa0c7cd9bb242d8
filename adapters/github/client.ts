import type { RepositoryTarget } from "../../core/github/pull-request.ts";
import { createGitHubApp, type GitHubApp, type GitHubAppOptions, type Permissions } from "./app.ts";
import { githubError } from "./errors.ts";
import { AppOctokit, fetchById, type GitHubApi } from "./octokit.ts";
import { isRefusalOfAccess } from "./refusals.ts";
import { repositoryOf } from "./request.ts";

export type { GitHubApi } from "./octokit.ts";

export interface GitHubClientOptions extends GitHubAppOptions {
  /** Permissions of the installation tokens: no more than the function needs. */
  permissions: Permissions;
}

export type GitHubClient = ReturnType<typeof createGitHubClient>;

/** Creates the App's client. A call to a repository uses a token that is valid for that repository alone. */
export function createGitHubClient(options: GitHubClientOptions) {
  const { apiUrl, credentials, permissions, circuit } = options;
  const app = createGitHubApp(options);
  let login: { app_id: number; name: string } | null = null;

  function callAsApp<Result>(use: (api: GitHubApi) => Promise<Result>): Promise<Result> {
    return translated(async () => use(await app.api()));
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
      return translated(() => callOnRepository(app, options, target, granted, use));
    },

    /** Runs `use` as an installation, for all its repositories. Throws as `call` does. */
    callOnAccount<Result>(
      find: (octokit: GitHubApi) => Promise<number>,
      granted: Permissions,
      use: (api: GitHubApi) => Promise<Result>,
    ): Promise<Result> {
      return translated(async () => {
        const installation = await find(await app.api());
        const auth = await app.tokenOf(installation, { permissions: granted });
        return use(new AppOctokit({ baseUrl: apiUrl, auth, circuit, installation }));
      });
    },

    /** Finds a repository by its current or a former name (`owner/name`). Throws as `call` does. */
    repository: (name: string) => translated(() => findRepository(app, options, name)),
  };
}

/** The repository was transferred and belongs to another installation now. */
class InstallationChanged extends Error {
  override name = "InstallationChanged";
}

/** Repeats the call once if the repository was transferred: a refused request has changed nothing. */
async function callOnRepository<Result>(
  app: GitHubApp,
  options: GitHubAppOptions,
  target: RepositoryTarget,
  granted: Permissions,
  use: (api: GitHubApi) => Promise<Result>,
): Promise<Result> {
  const attempt = async () =>
    callAsInstallation(app, options, target, await app.installationOf(target), granted, use);
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof InstallationChanged)) throw error;
    return attempt();
  }
}

/** Runs `use` as an installation on one repository. Throws InstallationChanged if it is the wrong installation. */
async function callAsInstallation<Result>(
  app: GitHubApp,
  { apiUrl, circuit }: GitHubAppOptions,
  { repo_id }: RepositoryTarget,
  installation: number,
  granted: Permissions,
  use: (api: GitHubApi) => Promise<Result>,
): Promise<Result> {
  let checked: Promise<void> | null = null;
  /** A refusal or a 404 for a former installation says nothing about the repository. */
  const onRefusal = () => {
    checked ??= app.lookUpInstallation(repo_id).then((present) => {
      if (present !== null && present !== installation) throw new InstallationChanged();
    });
    return checked;
  };
  let auth: string;
  try {
    auth = await app.tokenOf(installation, { repositoryIds: [repo_id], permissions: granted });
  } catch (error) {
    if (isRefusalOfAccess(error)) await onRefusal();
    throw error;
  }
  const request = { fetch: fetchById(apiUrl, repo_id) };
  return use(new AppOctokit({ baseUrl: apiUrl, auth, circuit, installation, onRefusal, request }));
}

async function findRepository(
  app: GitHubApp,
  { apiUrl, circuit }: GitHubAppOptions,
  name: string,
): Promise<RepositoryTarget> {
  const path = repositoryOf({ repo: name });
  // GitHub redirects a former name.
  const { data: found } = await (await app.api()).request("GET /repos/{owner}/{repo}/installation", path);
  const auth = await app.tokenOf(found.id, { permissions: { metadata: "read" } });
  const api = new AppOctokit({ baseUrl: apiUrl, auth, circuit, installation: found.id });
  const { data } = await api.request("GET /repos/{owner}/{repo}", path);
  return { repo: data.full_name, repo_id: Number(data.id), installation_id: found.id };
}

/** Turns GitHub's errors into ours. */
async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw githubError(error);
  }
}
