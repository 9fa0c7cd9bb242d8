import type { GitHubStore } from "./github-store.ts";
import type { CheckRun, Repository } from "./records.ts";
import { timestamp } from "./timestamps.ts";

/** The fields of a check run that a request may set, under GitHub's names. */
export interface CheckRunFields {
  name?: string;
  head_sha?: string;
  status?: string;
  conclusion?: string;
  details_url?: string;
  external_id?: string;
  started_at?: string;
  completed_at?: string;
  output?: { title?: string; summary?: string; text?: string };
}

export function addCheckRun(store: GitHubStore, repository: Repository, fields: CheckRunFields): CheckRun {
  const run: CheckRun = {
    id: store.ids.next(),
    name: fields.name ?? "",
    headSha: fields.head_sha ?? "",
    status: "queued",
    conclusion: null,
    detailsUrl: null,
    externalId: "",
    startedAt: timestamp(),
    completedAt: null,
    output: { title: null, summary: null, text: null },
  };
  repository.checkRuns.set(run.id, run);
  return updateCheckRun(run, fields);
}

/** Sets the given fields; as on GitHub, a conclusion completes the run. */
export function updateCheckRun(run: CheckRun, fields: CheckRunFields): CheckRun {
  run.name = fields.name ?? run.name;
  run.detailsUrl = fields.details_url ?? run.detailsUrl;
  run.externalId = fields.external_id ?? run.externalId;
  run.startedAt = fields.started_at ?? run.startedAt;
  run.status = fields.status ?? run.status;
  if (fields.conclusion) {
    run.status = "completed";
    run.conclusion = fields.conclusion;
    run.completedAt = fields.completed_at ?? timestamp();
  }
  if (fields.output) {
    const { title = run.output.title, summary = run.output.summary, text = run.output.text } = fields.output;
    run.output = { title, summary, text };
  }
  return run;
}
