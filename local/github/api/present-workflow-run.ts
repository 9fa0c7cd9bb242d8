import { nodeId, stableId } from "../state/ids.ts";
import type { Repository, WorkflowRun } from "../state/records.ts";
import type { PresentRepository } from "./present-repository.ts";
import { presentUser } from "./present-user.ts";

/** Returns the addresses of a run: of the API and of its page. */
export function runUrls(base: string, { fullName }: Repository, { id }: WorkflowRun) {
  return {
    url: `${base}/repos/${fullName}/actions/runs/${id}`,
    html_url: `${base}/${fullName}/actions/runs/${id}`,
  };
}

/** Returns a run as GitHub's API does. */
export function presentWorkflowRun(
  base: string,
  presentRepository: PresentRepository,
  repository: Repository,
  run: WorkflowRun,
) {
  const { url, html_url } = runUrls(base, repository, run);
  const workflowId = stableId(`${repository.fullName}:${run.path}`);
  const repositoryView = presentRepository(base, repository);
  const actor = presentUser(base, run.actor);
  return {
    id: run.id,
    name: run.workflowName,
    node_id: nodeId("WorkflowRun", run.id),
    head_branch: run.branch,
    head_sha: run.headSha,
    path: run.path,
    display_title: run.title,
    run_number: run.runNumber,
    run_attempt: 1,
    event: "workflow_dispatch",
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId,
    url,
    html_url,
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    actor,
    triggering_actor: actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${base}/repos/${repository.fullName}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${base}/repos/${repository.fullName}/actions/workflows/${workflowId}`,
    head_commit: null,
    repository: repositoryView,
    head_repository: repositoryView,
  };
}
