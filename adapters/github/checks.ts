import type { CheckContent, CheckRuns, FoundCheckRun } from "../../core/checks/check-runs.ts";
import { isoTime } from "../../core/clock.ts";
import { PermanentError } from "../../core/errors.ts";
import type { RepositoryTarget } from "../../core/github/pull-request.ts";
import { siteOfApiUrl } from "../../core/github/site-url.ts";
import type { GitHubApi, GitHubClient } from "./client.ts";
import { isNotFound } from "./errors.ts";
import { isMissingPermission } from "./refusals.ts";
import { once, repositoryOf } from "./request.ts";

interface CheckRunOptions {
  apiUrl: string;
  /** Permission of the tokens: `read` for a function that only lists. */
  level: "read" | "write";
  clock?: () => number;
}

/** An operator may grant the permission at any time. */
const refusedForMs = 10 * 60_000;
const maxRefused = 1_000;

/**
 * Writes check runs by GitHub's REST API, with tokens that can do nothing else. Where GitHub refuses the permission, it
 * is not asked again for ten minutes.
 */
export function createCheckRuns(client: GitHubClient, options: CheckRunOptions): CheckRuns {
  const { apiUrl, level, clock = Date.now } = options;
  /** By repository ID: the time until which GitHub is not asked. */
  const refused = new Map<number, number>();

  async function call<Result>(
    target: RepositoryTarget,
    use: (api: GitHubApi) => Promise<Result>,
  ): Promise<Result> {
    if (clock() < (refused.get(target.repo_id) ?? 0)) throw unavailable();
    try {
      return await client.call(target, use, { metadata: "read", checks: level });
    } catch (error) {
      if (!(error instanceof PermanentError) || !isMissingPermission(error.cause)) throw error;
      if (refused.size >= maxRefused) refused.clear();
      refused.set(target.repo_id, clock() + refusedForMs);
      throw unavailable(error);
    }
  }

  return {
    appId: () => client.appId(),

    async list(target, ref) {
      const app_id = await client.appId();
      return call(target, async (api) => {
        const path = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
        // Without `filter`, GitHub lists only the newest check run of each name.
        const parameters = { ...repositoryOf(target), ref, app_id, filter: "all", per_page: 100 } as const;
        const found = await api.paginate(path, parameters);
        return found
          .filter(({ app }) => app?.id === app_id)
          .map(foundRun)
          .sort((a, b) => a.id - b.id);
      });
    },

    async read(target, check_run_id) {
      const app_id = await client.appId();
      return call(target, async (api) => {
        try {
          const path = "GET /repos/{owner}/{repo}/check-runs/{check_run_id}";
          const { data } = await api.request(path, { ...repositoryOf(target), check_run_id });
          return data.app?.id === app_id ? foundRun(data) : null;
        } catch (error) {
          if (isNotFound(error)) return null;
          throw error;
        }
      });
    },

    create(target, head_sha, content) {
      return call(target, async (api) => {
        const fields = { ...fieldsOf(target, content, apiUrl), head_sha, ...once };
        const { data } = await api.request("POST /repos/{owner}/{repo}/check-runs", fields);
        return Number(data.id);
      });
    },

    update(target, check_run_id, content) {
      return call(target, async (api) => {
        try {
          const fields = { ...fieldsOf(target, content, apiUrl), check_run_id, ...once };
          await api.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", fields);
          return true;
        } catch (error) {
          if (isNotFound(error)) return false;
          throw error;
        }
      });
    },
  };
}

interface ListedCheckRun extends Omit<FoundCheckRun, "id" | "external_id"> {
  id: number | bigint;
  external_id: string | null;
}

function foundRun({ id, external_id, ...run }: ListedCheckRun): FoundCheckRun {
  const { status, conclusion, started_at, completed_at } = run;
  return { id: Number(id), external_id: external_id ?? "", status, conclusion, started_at, completed_at };
}

function unavailable(cause?: unknown): PermanentError {
  return new PermanentError("check_runs_refused", "GitHub refuses the App's check runs here", { cause });
}

function fieldsOf(target: RepositoryTarget, content: CheckContent, apiUrl: string) {
  const { external_id, name, status, conclusion, title, summary, actions, completed_at } = content;
  const pull = `${siteOfApiUrl(apiUrl)}/${target.repo}/pull/${content.pr_number}`;
  return {
    ...repositoryOf(target),
    ...{ external_id, name, status, output: { title, summary } },
    actions: actions.map((action) => ({ ...action })),
    details_url: content.fragment === null ? pull : `${pull}#${content.fragment}`,
    started_at: seconds(content.started_at),
    ...(conclusion && { conclusion }),
    ...(completed_at && { completed_at: seconds(completed_at) }),
  };
}

/** GitHub's times have no milliseconds. */
function seconds(time: string): string {
  return isoTime(Date.parse(time)).replace(/\.\d{3}Z$/, "Z");
}
