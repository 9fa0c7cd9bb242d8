import type { RunLink, WorkflowFile, WorkflowRun, WorkflowRuns } from "../../core/employees/workflow-runs.ts";
import { AutomationError, PermanentError } from "../../core/errors.ts";
import type { RepositoryTarget } from "../../core/github/pull-request.ts";
import { asRecord } from "../../core/json-value.ts";
import type { Permissions } from "./app.ts";
import type { GitHubApi, GitHubClient } from "./client.ts";
import { isNotFound } from "./errors.ts";
import { kindOfRefusal, readRefusal } from "./refusals.ts";
import { once, repositoryOf } from "./request.ts";

const write = { actions: "write" } as const satisfies Permissions;
const read = { actions: "read" } as const satisfies Permissions;

/** Runs of one workflow file that started since the same job: far fewer than these. */
const maxPages = 3;
const runsPerPage = 100;

/**
 * Starts, finds, reads and cancels workflow runs: https://docs.github.com/en/rest/actions/workflows. A workflow may be in
 * another repository than the pull request, so the repository is looked up by the App. Each token is limited to that
 * repository and to its actions.
 */
export function createGitHubActions(client: GitHubClient): WorkflowRuns {
  const repositories = new Map<string, RepositoryTarget>();

  async function call<Result>(
    workflow: WorkflowFile,
    granted: Permissions,
    use: (api: GitHubApi, place: { owner: string; repo: string }) => Promise<Result>,
  ): Promise<Result> {
    try {
      const target = repositories.get(workflow.repository) ?? (await client.repository(workflow.repository));
      repositories.set(workflow.repository, target);
      return await client.call(target, (api) => use(api, repositoryOf(target)), granted);
    } catch (error) {
      if (error instanceof PermanentError) repositories.delete(workflow.repository);
      throw workflowError(error, workflow);
    }
  }

  return {
    start: (workflow, inputs) =>
      call(workflow, write, (api, place) => dispatch(api, place, workflow, inputs)),

    find: (workflow, run) => call(workflow, read, (api, place) => findRun(api, place, workflow, run)),

    read: (workflow, id) =>
      call(workflow, read, (api, place) =>
        unlessMissing(null, async () => {
          const path = "GET /repos/{owner}/{repo}/actions/runs/{run_id}";
          const { data } = await api.request(path, { ...place, run_id: id });
          return toRun(data);
        }),
      ),

    cancel: (workflow, id) =>
      call(workflow, write, (api, place) =>
        unlessMissing(false, async () => {
          const path = "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel";
          await api.request(path, { ...place, run_id: id, ...once });
          return true;
        }),
      ),
  };
}

/** An older GitHub Enterprise Server refuses `return_run_details` by its name: it has then started nothing. */
async function dispatch(
  api: GitHubApi,
  place: { owner: string; repo: string },
  workflow: WorkflowFile,
  inputs: Record<string, string>,
): Promise<RunLink | null> {
  const path = "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches";
  const request = { ...place, workflow_id: workflow.file, ref: workflow.ref, inputs, ...once };
  try {
    const { data } = await api.request(path, { ...request, return_run_details: true });
    return toLink(asRecord(data).workflow_run_id, asRecord(data).html_url);
  } catch (error) {
    const refusal = readRefusal(error);
    // GitHub refuses an unknown ref, trigger or input with 422, and no retry changes that.
    if (refusal?.status !== 422 || !["permanent", "unknown"].includes(kindOfRefusal(refusal))) throw error;
    if (!refusal.message.includes("return_run_details")) throw notStartable(error, workflow);
    await api.request(path, request);
    return null;
  }
}

async function findRun(
  api: GitHubApi,
  place: { owner: string; repo: string },
  { file }: WorkflowFile,
  { name, since }: { name: string; since: string },
): Promise<RunLink | null> {
  const path = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs";
  const filter = {
    event: "workflow_dispatch",
    created: `>=${since.replace(/\.\d+Z$/, "Z")}`,
    per_page: runsPerPage,
  };
  const found: RunLink[] = [];
  for (let page = 1; page <= maxPages; page++) {
    const { data } = await api.request(path, { ...place, workflow_id: file, ...filter, page });
    const runs = data.workflow_runs;
    for (const { id, html_url, display_title } of runs) {
      const link = display_title.split(/\s+/).includes(name) ? toLink(id, html_url) : null;
      if (link) found.push(link);
    }
    if (runs.length < runsPerPage) break;
  }
  return found.sort((a, b) => a.id - b.id)[0] ?? null;
}

/** The link is shown on the pull request, so anything but a plain address is dropped. */
function toLink(id: unknown, url: unknown): RunLink | null {
  if (!Number.isSafeInteger(id) || typeof url !== "string") return null;
  return /^https?:\/\/[\w.:-]+(?:\/[\w./-]*)?$/.test(url) ? { id: Number(id), url } : null;
}

function toRun(data: unknown): WorkflowRun | null {
  const { id, html_url, status, conclusion, updated_at } = asRecord(data);
  const link = toLink(id, html_url);
  if (!link) return null;
  const ended = /^[a-z_]{1,40}$/.exec(String(conclusion))?.[0] ?? "unknown";
  return { ...link, conclusion: status === "completed" ? ended : null, updated_at: String(updated_at) };
}

/** Returns `fallback` if GitHub does not know the run, or says with 409 that it is not running. */
async function unlessMissing<Result>(fallback: Result, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    if (isNotFound(error) || readRefusal(error)?.status === 409) return fallback;
    throw error;
  }
}

/** Says what to change, because a wrong roster entry or a missing permission shows only here. */
function workflowError(error: unknown, { repository, file }: WorkflowFile): unknown {
  if (!(error instanceof AutomationError)) return error;
  const cause = { cause: error };
  if (error.code === "github_not_found") {
    const message = `GitHub finds no workflow ${file} in ${repository}: check its name, and that the App is installed there`;
    return new PermanentError("workflow_not_found", message, cause);
  }
  if (error.code === "github_refused" || isTokenRefused(error)) {
    const message = `The App may not use the workflows of ${repository}: grant it the permission Actions (read and write)`;
    return new PermanentError("workflow_not_permitted", message, cause);
  }
  return error;
}

/** A token with a permission that the App does not have is refused with 422, like an invalid request. */
function isTokenRefused({ cause }: Error): boolean {
  return /permissions requested are not granted/i.test(readRefusal(cause)?.message ?? "");
}

function notStartable(cause: unknown, { repository, file, ref }: WorkflowFile): PermanentError {
  const message =
    `GitHub does not start ${file} of ${repository} at ${ref}: it needs the trigger workflow_dispatch with the one ` +
    "input `task`, must be enabled, and the branch must exist";
  return new PermanentError("workflow_not_startable", message, { cause });
}
