import type { GitHubApp } from "../state/app.ts";
import { checkSuite, pullsWithHead } from "../state/checks.ts";
import { nodeId } from "../state/ids.ts";
import type { CheckRun, CheckSuite, PullRequest, Repository } from "../state/records.ts";
import { presentApp } from "./present-app.ts";

/** Returns a check run as the REST API shows it. */
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
    check_suite: { id: checkSuite(repository, run.headSha).id },
    app: presentApp(base, app),
    pull_requests: presentPulls(base, repository, run.headSha),
  };
}

/** Returns a check run as webhooks show it: with its check suite. */
export function presentCheckRunEvent(base: string, app: GitHubApp, repository: Repository, run: CheckRun) {
  const suite = presentCheckSuite(base, app, repository, checkSuite(repository, run.headSha));
  return { ...presentCheckRun(base, app, repository, run), check_suite: suite };
}

/** Returns a check suite as webhooks show it. */
export function presentCheckSuite(base: string, app: GitHubApp, repository: Repository, suite: CheckSuite) {
  const { id, headSha, runs } = suite;
  const url = `${base}/repos/${repository.fullName}/check-suites/${id}`;
  const unfinished = runs.some(({ status }) => status !== "completed");
  const failed = runs.some(({ conclusion }) => conclusion === "failure");
  const times = runs.map(({ startedAt, completedAt }) => completedAt ?? startedAt).sort();
  return {
    id,
    node_id: nodeId("CheckSuite", id),
    head_branch: pullsWithHead(repository, headSha)[0]?.head.ref ?? null,
    head_sha: headSha,
    status: unfinished ? "in_progress" : "completed",
    conclusion: unfinished ? null : failed ? "failure" : "neutral",
    url,
    before: null,
    after: headSha,
    pull_requests: presentPulls(base, repository, headSha),
    app: presentApp(base, app),
    created_at: times[0] ?? repository.createdAt,
    updated_at: times.at(-1) ?? repository.createdAt,
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  };
}

function presentPulls(base: string, repository: Repository, headSha: string) {
  const { id, name, fullName } = repository;
  const repo = { id, url: `${base}/repos/${fullName}`, name };
  const tip = ({ ref, sha }: PullRequest["head"]) => ({ ref, sha, repo });
  return pullsWithHead(repository, headSha).map((pull) => ({
    ...{ url: `${base}/repos/${fullName}/pulls/${pull.number}`, id: pull.id, number: pull.number },
    ...{ head: tip(pull.head), base: tip(pull.base) },
  }));
}
