import { isRecord } from "../../../core/json-value.ts";
import { interpolate } from "../actions/expressions.ts";
import { readWorkflow, type Workflow } from "../actions/read-workflow.ts";
import type { Repository, WorkflowRun } from "../state/records.ts";
import { addWorkflowRun } from "../state/workflow-runs.ts";
import { requireAuthenticated, requireWrite } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, type ApiRequest, noContent, numberParam, ok, textField } from "./exchange.ts";
import { GitHubError, notFound } from "./github-error.ts";
import { paged } from "./paging.ts";
import { presentWorkflowRun, runUrls } from "./present-workflow-run.ts";
import { authorOf, repositoryOf } from "./request-records.ts";

const folder = ".github/workflows/";
const dispatchFields = ["ref", "inputs", "return_run_details"];
const maxInputCharacters = 65_535;

/** Returns the routes that start, list, show and cancel workflow runs. */
export function workflowRoutes({ store, base, actions, presentRepository }: ApiContext): ApiHandlers {
  const present = (repository: Repository, run: WorkflowRun) =>
    presentWorkflowRun(base(), presentRepository, repository, run);

  function runOf(request: ApiRequest): { repository: Repository; run: WorkflowRun } {
    const repository = repositoryOf(store, request);
    const run = repository.workflowRuns.get(numberParam(request, "run_id"));
    if (!run) throw notFound();
    return { repository, run };
  }

  return {
    "actions/create-workflow-dispatch": (request) => {
      const repository = repositoryOf(store, request);
      requireWrite(request, repository, "actions");
      const { path, workflow } = workflowOf(repository, request);
      const branch = refOf(repository, request);
      const inputs = inputsOf(workflow, request);
      const title = workflow.runName ? interpolate(workflow.runName, { inputs }) : workflow.name;
      const actor = authorOf(store, request);
      const fresh = { path, workflowName: workflow.name, title, branch, inputs, actor };
      const run = addWorkflowRun(store, repository, fresh);
      actions.start(repository, run);
      store.changes.emitPageOnly();
      if (request.body.return_run_details !== true) return noContent();
      const { url, html_url } = runUrls(base(), repository, run);
      return ok({ workflow_run_id: run.id, run_url: url, html_url });
    },

    "actions/list-workflow-runs": (request) => {
      requireAuthenticated(request);
      const repository = repositoryOf(store, request);
      const { path } = workflowOf(repository, request);
      const runs = [...repository.workflowRuns.values()]
        .filter((run) => run.path === path && matches(run, request.query))
        .reverse();
      return paged(
        request,
        base(),
        runs,
        (run) => present(repository, run),
        (page) => ({ total_count: runs.length, workflow_runs: page }),
      );
    },

    "actions/get-workflow-run": (request) => {
      requireAuthenticated(request);
      const { repository, run } = runOf(request);
      return ok(present(repository, run));
    },

    "actions/cancel-workflow-run": (request) => {
      const { repository, run } = runOf(request);
      requireWrite(request, repository, "actions");
      if (!actions.cancel(run)) {
        throw new GitHubError(409, "Cannot cancel a workflow run that is completed.");
      }
      return { status: 202, body: {} };
    },
  };
}

function workflowOf(repository: Repository, { params }: ApiRequest): { path: string; workflow: Workflow } {
  const path = `${folder}${params.workflow_id ?? ""}`;
  const text = repository.files.get(path);
  if (text === undefined) throw notFound();
  return { path, workflow: readWorkflow(path, text) };
}

/** Returns a branch of the repository: the default one, or that of a pull request. */
function refOf(repository: Repository, request: ApiRequest): string {
  const unknown = Object.keys(request.body).find((field) => !dispatchFields.includes(field));
  if (unknown) throw new GitHubError(422, `Invalid request.\n\n"${unknown}" is not a permitted key.`);
  const ref = textField(request, "ref").replace(/^refs\/heads\//, "");
  const heads = [...repository.pulls.values()].map(({ head }) => head);
  const branches = heads.filter((head) => head.repository === repository.fullName).map((head) => head.ref);
  if (![repository.defaultBranch, ...branches].includes(ref)) {
    throw new GitHubError(422, `No ref found for: ${ref}`);
  }
  return ref;
}

function inputsOf(workflow: Workflow, { body }: ApiRequest): Record<string, string> {
  if (!workflow.inputs) throw new GitHubError(422, "Workflow does not have 'workflow_dispatch' trigger");
  const given = isRecord(body.inputs) ? body.inputs : {};
  const surplus = Object.keys(given).filter((name) => !workflow.inputs?.some((input) => input.name === name));
  if (surplus.length > 0) {
    throw new GitHubError(422, `Unexpected inputs provided: ${JSON.stringify(surplus)}`);
  }
  const missing = workflow.inputs.find(({ name, required }) => required && !given[name]);
  if (missing) throw new GitHubError(422, `Required input '${missing.name}' not provided`);
  const values = workflow.inputs.map(({ name, default: preset }) => [
    name,
    String(given[name] ?? preset ?? ""),
  ]);
  const characters = values.reduce((sum, [, value = ""]) => sum + value.length, 0);
  if (characters > maxInputCharacters) throw new GitHubError(422, "inputs are too large.");
  return Object.fromEntries(values);
}

function matches(run: WorkflowRun, query: URLSearchParams): boolean {
  const event = query.get("event");
  const status = query.get("status");
  const since = /^>=(.+)$/.exec(query.get("created") ?? "")?.[1];
  return (
    (!event || event === "workflow_dispatch") &&
    (!status || [run.status, run.conclusion].includes(status as WorkflowRun["status"])) &&
    (!since || Date.parse(run.createdAt) >= Date.parse(since))
  );
}
