import { addCheckRun, type CheckRunFields, updateCheckRun } from "../state/checks.ts";
import type { CheckRun, Repository } from "../state/records.ts";
import { requireWrite } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, type ApiRequest, created, numberParam, ok } from "./exchange.ts";
import { notAccessible, notFound, validationFailed } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentCheckRun } from "./present-check-run.ts";
import { repositoryOf } from "./request-records.ts";

/** Returns the routes of the App's check runs on a commit. */
export function checkRoutes({ store, app, base }: ApiContext): ApiHandlers {
  const present = (repository: Repository, run: CheckRun) => presentCheckRun(base(), app, repository, run);

  function checkRunOf(request: ApiRequest): { repository: Repository; run: CheckRun } {
    const repository = repositoryOf(store, request);
    const run = repository.checkRuns.get(numberParam(request, "check_run_id"));
    if (!run) throw notFound();
    return { repository, run };
  }

  return {
    "checks/create": (request) => {
      const repository = repositoryOf(store, request);
      requireInstallation(request, repository);
      const fields: CheckRunFields = request.body;
      if (!fields.name) throw validationFailed("CheckRun", "name", "missing_field");
      if (!fields.head_sha) throw validationFailed("CheckRun", "head_sha", "missing_field");
      const run = addCheckRun(store, repository, fields);
      store.changes.emitPageOnly();
      return created(present(repository, run));
    },

    "checks/update": (request) => {
      const { repository, run } = checkRunOf(request);
      requireInstallation(request, repository);
      updateCheckRun(run, request.body);
      store.changes.emitPageOnly();
      return ok(present(repository, run));
    },

    "checks/get": (request) => {
      const { repository, run } = checkRunOf(request);
      return ok(present(repository, run));
    },

    "checks/list-for-ref": (request) => {
      const repository = repositoryOf(store, request);
      const runs = matchingRuns(repository, request, app.id);
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

/** Only an installation of the App writes check runs; users do not. */
function requireInstallation(request: ApiRequest, repository: Repository): void {
  requireWrite(request, repository, "checks");
  if (request.caller.kind !== "installation") throw notAccessible();
}

function matchingRuns(repository: Repository, { params, query }: ApiRequest, ownAppId: number): CheckRun[] {
  const sha = shaOf(repository, params.ref ?? "");
  const name = query.get("check_name");
  const appId = query.get("app_id");
  const status = query.get("status");
  return [...repository.checkRuns.values()].filter(
    (run) =>
      run.headSha === sha &&
      (!name || run.name === name) &&
      (!status || run.status === status) &&
      (!appId || Number(appId) === ownAppId),
  );
}

/** Returns the head commit of a pull request's branch; any other ref is taken for a SHA. */
function shaOf(repository: Repository, ref: string): string {
  const name = decodeURIComponent(ref).replace(/^(refs\/)?heads\//, "");
  return [...repository.pulls.values()].find(({ head }) => head.ref === name)?.head.sha ?? name;
}
