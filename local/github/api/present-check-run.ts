import type { GitHubApp } from "../state/app.ts";
import { nodeId } from "../state/ids.ts";
import type { CheckRun, Repository } from "../state/records.ts";
import { presentApp } from "./present-app.ts";

export function presentCheckRun(base: string, app: GitHubApp, repository: Repository, run: CheckRun) {
  const url = `${base}/repos/${repository.fullName}/check-runs/${run.id}`;
  const html = `${base}/${repository.fullName}/runs/${run.id}`;
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
    app: presentApp(base, app),
    pull_requests: [],
  };
}
