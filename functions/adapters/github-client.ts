import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import type { OctokitOptions } from "@octokit/core/types";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import type { AppCredentials } from "../core/github/app-secret.ts";
import type { PullRequestTarget } from "../core/github/pull-request.ts";
import type { GitHubCircuit } from "./github-circuit.ts";
import { githubError, unreadableAnswer, unusableKey } from "./github-errors.ts";

export interface GitHubClientOptions {
  /** `https://api.github.com`, or `https://<host>/api/v3` of a GitHub Enterprise Server. */
  apiUrl: string;
  credentials: () => Promise<AppCredentials>;
  /** What the installation tokens of this function may do: no more than its work needs. */
  permissions: Record<string, "read" | "write">;
  /** Whether a request may be made now; without one every request is. */
  circuit?: GitHubCircuit;
}

/** What a token may do, and where: all that the installation may, unless it is narrowed. */
export interface InstallationRights {
  repositoryNames?: string[];
  permissions: GitHubClientOptions["permissions"];
}

/** Every request gives up after this time, those for a token included. */
const requestTimeoutMs = 8_000;

const boundedFetch: typeof fetch = function boundedFetch(input, init) {
  return fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) });
};

interface CircuitOptions extends OctokitOptions {
  circuit?: GitHubCircuit | undefined;
  /** Null: the App itself. */
  installation?: number | null;
}

/** Each single request: every page, every token and every try of its own. */
function throughCircuit(octokit: Octokit, { circuit, installation = null }: CircuitOptions): void {
  if (!circuit) return;
  octokit.hook.wrap("request", (request, options) =>
    circuit.request(installation, async () => request(options)),
  );
}

/** Octokit hands on as a text what it cannot parse: the first field that is read of it would be missing. */
function readableAnswers(octokit: Octokit): void {
  octokit.hook.after("request", ({ data, status, headers }: Answer, { mediaType }) => {
    const wantsText = mediaType.format === "raw";
    const isEmpty = data === "" && !headers["content-type"];
    if (typeof data === "string" && !wantsText && !isEmpty) throw unreadableAnswer(status);
  });
}

interface Answer {
  data: unknown;
  status: number;
  headers: Record<string, unknown>;
}

// The circuit comes first, as what comes later wraps what was there before.
const AppOctokit = Octokit.plugin(throughCircuit, paginateRest, retry, readableAnswers).defaults({
  userAgent: "pr-comment-automation",
  request: { fetch: boundedFetch },
  // Writes ask for none: whether one that failed has landed is for the caller to find out. (A request that asks
  // for a number of its own gets it whatever the status, so reads go by this one.)
  retry: { retries: 2, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
});

export type GitHubApi = InstanceType<typeof AppOctokit>;
export type GitHubClient = ReturnType<typeof createGitHubClient>;

/** Octokit as the App's installation on the target's repository, with a token for that repository alone. */
export function createGitHubClient({ apiUrl, credentials, permissions, circuit }: GitHubClientOptions) {
  const installations = new Map<string, number>();
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

  async function installationOf(octokit: GitHubApi, target: PullRequestTarget): Promise<number> {
    const known = target.installation_id ?? installations.get(target.repo);
    if (known !== undefined) return known;
    const route = "GET /repos/{owner}/{repo}/installation";
    const { data } = await octokit.request(route, repositoryOf(target));
    installations.set(target.repo, data.id);
    return data.id;
  }

  /** Runs `use` as the installation that `find` answers, with these rights alone; errors as `call` has them. */
  async function callAsInstallation<Result>(
    find: (octokit: GitHubApi) => Promise<number>,
    rights: InstallationRights,
    use: (api: GitHubApi) => Promise<Result>,
  ): Promise<Result> {
    try {
      const octokit = await asApp();
      const installation = await find(octokit);
      const wanted = { type: "installation", installationId: installation, ...rights } as const;
      const { token } = (await octokit.auth(wanted)) as { token: string };
      return await use(new AppOctokit({ baseUrl: apiUrl, auth: token, circuit, installation }));
    } catch (error) {
      throw githubError(error);
    }
  }

  return {
    async appId(): Promise<number> {
      return (await credentials()).app_id;
    },

    /** Runs `use` as the App itself, which signs in with its key; errors as `call` has them. */
    async callAsApp<Result>(use: (api: GitHubApi) => Promise<Result>): Promise<Result> {
      try {
        return await use(await asApp());
      } catch (error) {
        throw githubError(error);
      }
    },

    /** Runs `use` as the installation; whatever GitHub answers with is turned into an error of ours. */
    async call<Result>(target: PullRequestTarget, use: (api: GitHubApi) => Promise<Result>): Promise<Result> {
      const rights = { repositoryNames: [repositoryOf(target).repo], permissions };
      return callAsInstallation((octokit) => installationOf(octokit, target), rights, use);
    },

    callAsInstallation,
  };
}

/** Signs once with a new key: no later error is then taken for one of the key. */
async function sign(octokit: GitHubApi): Promise<void> {
  try {
    await octokit.auth({ type: "app" });
  } catch (error) {
    throw unusableKey(error);
  }
}

/** `owner` and `repo`, as Octokit's routes name them. */
export function repositoryOf({ repo }: Pick<PullRequestTarget, "repo">): { owner: string; repo: string } {
  const [owner = "", name = ""] = repo.split("/");
  return { owner, repo: name };
}

/** Options of a write: tried once. */
export const once = { request: { retries: 0 } };
