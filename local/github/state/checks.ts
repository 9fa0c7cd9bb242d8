import type { GitHubStore } from "./github-store.ts";
import { stableId } from "./ids.ts";
import type { CheckAction, CheckRun, CheckSuite, PullRequest, Repository, User } from "./records.ts";
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
  actions?: CheckAction[];
}

/** Adds a check run and sends its webhooks. */
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
    actions: [],
  };
  repository.checkRuns.set(run.id, run);
  setFields(run, fields);
  emit(store, repository, run, "created");
  if (run.status === "completed") emit(store, repository, run, "completed");
  return run;
}

/** Sets the given fields, and sends the webhook if that completes the check run. */
export function updateCheckRun(
  store: GitHubStore,
  repository: Repository,
  run: CheckRun,
  fields: CheckRunFields,
): CheckRun {
  const wasCompleted = run.status === "completed";
  setFields(run, fields);
  if (run.status === "completed" && !wasCompleted) emit(store, repository, run, "completed");
  else store.changes.emitPageOnly();
  return run;
}

/** As on GitHub, a conclusion completes the run and another status takes the conclusion away. */
function setFields(run: CheckRun, fields: CheckRunFields): void {
  run.name = fields.name ?? run.name;
  run.detailsUrl = fields.details_url ?? run.detailsUrl;
  run.externalId = fields.external_id ?? run.externalId;
  run.startedAt = fields.started_at ?? run.startedAt;
  run.actions = fields.actions ?? run.actions;
  if (fields.conclusion) {
    run.status = "completed";
    run.conclusion = fields.conclusion;
    run.completedAt = fields.completed_at ?? timestamp();
  } else if (fields.status) {
    run.status = fields.status;
    run.conclusion = null;
    run.completedAt = null;
  }
  if (fields.output) {
    const { title = run.output.title, summary = run.output.summary, text = run.output.text } = fields.output;
    run.output = { title, summary, text };
  }
}

function emit(
  store: GitHubStore,
  repository: Repository,
  run: CheckRun,
  action: "created" | "completed",
): void {
  store.changes.emit({ event: "check_run", action, repository, run, sender: store.bot });
}

/** A user asks for a check run again. GitHub leaves the check run as it is: the App decides. */
export function rerequestCheckRun(
  store: GitHubStore,
  repository: Repository,
  run: CheckRun,
  sender: User,
): void {
  store.changes.emit({ event: "check_run", action: "rerequested", repository, run, sender });
}

/** A user clicks a button on a check run. Returns false if the check run has no such button. */
export function requestAction(
  store: GitHubStore,
  repository: Repository,
  run: CheckRun,
  identifier: string,
  sender: User,
): boolean {
  if (!run.actions.some((action) => action.identifier === identifier)) return false;
  store.changes.emit({ event: "check_run", action: "requested_action", repository, run, identifier, sender });
  return true;
}

/** Returns the App's check suite on a commit. */
export function checkSuite(repository: Repository, headSha: string): CheckSuite {
  const runs = [...repository.checkRuns.values()].filter((run) => run.headSha === headSha);
  return { id: stableId(`suite ${repository.id} ${headSha}`), headSha, runs };
}

/** Returns the check suite with this id; undefined if it has no check runs. */
export function findCheckSuite(repository: Repository, id: number): CheckSuite | undefined {
  const commits = new Set([...repository.checkRuns.values()].map(({ headSha }) => headSha));
  return [...commits].map((sha) => checkSuite(repository, sha)).find((suite) => suite.id === id);
}

/** A user asks for all check runs of a commit again. */
export function rerequestCheckSuite(
  store: GitHubStore,
  repository: Repository,
  suite: CheckSuite,
  sender: User,
): void {
  store.changes.emit({ event: "check_suite", action: "rerequested", repository, suite, sender });
}

/** Returns the pull requests that GitHub names in a check run: those with this head, but none from a fork. */
export function pullsWithHead(repository: Repository, headSha: string): PullRequest[] {
  return [...repository.pulls.values()].filter(
    ({ head }) => head.sha === headSha && head.repository === repository.fullName,
  );
}
