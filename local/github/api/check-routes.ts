import {
  addCheckRun,
  type CheckRunFields,
  findCheckSuite,
  rerequestCheckRun,
  rerequestCheckSuite,
  updateCheckRun,
} from "../state/checks.ts";
import type { CheckRun, Repository } from "../state/records.ts";
import { requireWrite, requireWriteRole } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, type ApiRequest, type ApiResponse, created, numberParam, ok } from "./exchange.ts";
import { notAccessible, notFound, validationFailed } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentCheckRun } from "./present-check-run.ts";
import { authorOf, repositoryOf } from "./request-records.ts";

/** Returns the routes of the App's check runs on a commit. */
export function checkRoutes({ store, app, base }: ApiContext): ApiHandlers {
  const present = (repository: Repository, run: CheckRun) => presentCheckRun(base(), app, repository, run);

  function checkRunOf(request: ApiRequest): { repository: Repository; run: CheckRun } {
    const repository = repositoryOf(store, request);
    const run = repository.checkRuns.get(numberParam(request, "check_run_id"));
    if (!run) throw notFound();
    return { repository, run };
  }

  function list(request: ApiRequest, repository: Repository, all: CheckRun[]): ApiResponse {
    requireChecks(request);
    const runs = matchingRuns(all, request, app.id);
    return paged(
      request,
      base(),
      runs,
      (run) => present(repository, run),
      (page) => ({ total_count: runs.length, check_runs: page }),
    );
  }

  return {
    "checks/create": (request) => {
      const repository = repositoryOf(store, request);
      requireInstallation(request, repository);
      const fields = readFields(request);
      if (!fields.name) throw validationFailed("CheckRun", "name", "missing_field");
      if (!fields.head_sha) throw validationFailed("CheckRun", "head_sha", "missing_field");
      return created(present(repository, addCheckRun(store, repository, fields)));
    },

    "checks/update": (request) => {
      const { repository, run } = checkRunOf(request);
      requireInstallation(request, repository);
      return ok(present(repository, updateCheckRun(store, repository, run, readFields(request))));
    },

    "checks/get": (request) => {
      requireChecks(request);
      const { repository, run } = checkRunOf(request);
      return ok(present(repository, run));
    },

    "checks/list-for-ref": (request) => {
      const repository = repositoryOf(store, request);
      const sha = shaOf(repository, request.params.ref ?? "");
      return list(
        request,
        repository,
        [...repository.checkRuns.values()].filter(({ headSha }) => headSha === sha),
      );
    },

    "checks/list-for-suite": (request) => {
      const repository = repositoryOf(store, request);
      const suite = findCheckSuite(repository, numberParam(request, "check_suite_id"));
      if (!suite) throw notFound();
      return list(request, repository, suite.runs);
    },

    "checks/rerequest-run": (request) => {
      const { repository, run } = checkRunOf(request);
      requireWriteRole(request, repository, "checks");
      if (run.status !== "completed") throw validationFailed("CheckRun", "status", "invalid");
      rerequestCheckRun(store, repository, run, authorOf(store, request));
      return created({});
    },

    "checks/rerequest-suite": (request) => {
      const repository = repositoryOf(store, request);
      requireWriteRole(request, repository, "checks");
      const suite = findCheckSuite(repository, numberParam(request, "check_suite_id"));
      if (!suite) throw notFound();
      rerequestCheckSuite(store, repository, suite, authorOf(store, request));
      return created({});
    },
  };
}

const maxTextBytes = 65_535;

/** GitHub's description checks everything else. */
function readFields({ body }: ApiRequest): CheckRunFields {
  const fields: CheckRunFields = body;
  for (const text of [fields.output?.summary, fields.output?.text]) {
    if (Buffer.byteLength(text ?? "") > maxTextBytes)
      throw validationFailed("CheckRun", "output", "too_large");
  }
  return fields;
}

/** Only an installation of the App writes check runs; users do not. */
function requireInstallation(request: ApiRequest, repository: Repository): void {
  requireWrite(request, repository, "checks");
  if (request.caller.kind !== "installation") throw notAccessible();
}

/** Throws for an installation token without the permission; everyone else may read. */
function requireChecks({ caller }: ApiRequest): void {
  if (caller.kind === "installation" && !caller.token.permissions.checks) throw notAccessible();
}

/** As on GitHub, only the newest check run of each name unless the request asks for all. */
function matchingRuns(all: CheckRun[], { query }: ApiRequest, ownAppId: number): CheckRun[] {
  const name = query.get("check_name");
  const appId = query.get("app_id");
  const status = query.get("status");
  const newest = new Map(all.map((run) => [run.name, run.id]));
  return all.filter(
    (run) =>
      (query.get("filter") === "all" || newest.get(run.name) === run.id) &&
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
