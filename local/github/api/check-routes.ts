import { addCheckRun, type CheckRunFields, updateCheckRun } from "../state/checks.ts";
import { nodeId } from "../state/ids.ts";
import type { CheckRun, Repository } from "../state/records.ts";
import { requireWrite } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, type ApiRequest, created, numberParam, ok, repositoryOf } from "./exchange.ts";
import { notAccessible, notFound, validationFailed } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentApp } from "./present-app.ts";

/** Check runs of the App on a commit. */
export function checkRoutes({ store, app, base }: ApiContext): ApiHandlers {
  function existing(request: ApiRequest): { repository: Repository; run: CheckRun } {
    const repository = repositoryOf(store, request);
    const run = repository.checkRuns.get(numberParam(request, "check_run_id"));
    if (!run) throw notFound();
    return { repository, run };
  }

  function requireApp(request: ApiRequest, repository: Repository): void {
    requireWrite(request, repository, "checks");
    if (request.caller.kind !== "installation") throw notAccessible();
  }

  function shaOf(repository: Repository, ref: string): string {
    const name = decodeURIComponent(ref).replace(/^(refs\/)?heads\//, "");
    return [...repository.pulls.values()].find(({ head }) => head.ref === name)?.head.sha ?? name;
  }

  const present = (repository: Repository, run: CheckRun) => {
    const url = `${base()}/repos/${repository.fullName}/check-runs/${run.id}`;
    const html = `${base()}/${repository.fullName}/runs/${run.id}`;
    return {
      id: run.id,
      name: run.name,
      node_id: nodeId("CheckRun", run.id),
      head_sha: run.headSha,
      external_id: run.externalId,
      url,
      html_url: html,
      details_url: run.detailsUrl ?? html,
      status: run.status,
      conclusion: run.conclusion,
      started_at: run.startedAt,
      completed_at: run.completedAt,
      output: { ...run.output, annotations_count: 0, annotations_url: `${url}/annotations` },
      check_suite: { id: run.id - 1 },
      app: presentApp(base(), app),
      pull_requests: [],
    };
  };

  return {
    "checks/create": (request) => {
      const repository = repositoryOf(store, request);
      requireApp(request, repository);
      const fields: CheckRunFields = request.body;
      if (!fields.name) throw validationFailed("CheckRun", "name", "missing_field");
      if (!fields.head_sha) throw validationFailed("CheckRun", "head_sha", "missing_field");
      const run = addCheckRun(store, repository, fields);
      store.changes.emitPageOnly();
      return created(present(repository, run));
    },

    "checks/update": (request) => {
      const { repository, run } = existing(request);
      requireApp(request, repository);
      updateCheckRun(run, request.body);
      store.changes.emitPageOnly();
      return ok(present(repository, run));
    },

    "checks/get": (request) => {
      const { repository, run } = existing(request);
      return ok(present(repository, run));
    },

    "checks/list-for-ref": (request) => {
      const repository = repositoryOf(store, request);
      const sha = shaOf(repository, request.params.ref ?? "");
      const name = request.query.get("check_name");
      const appId = request.query.get("app_id");
      const status = request.query.get("status");
      const runs = [...repository.checkRuns.values()].filter(
        (run) =>
          run.headSha === sha &&
          (!name || run.name === name) &&
          (!status || run.status === status) &&
          (!appId || Number(appId) === app.id),
      );
      return paged(
        request,
        base(),
        runs,
        (run) => present(repository, run),
        (page) => ({ total_count: runs.length, check_runs: page }),
      );
    },
  };
}
