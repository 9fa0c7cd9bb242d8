import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createJobIndex } from "../../adapters/dynamodb/job-index.ts";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { createGitHubWriter } from "../../adapters/github/writer.ts";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import { marker } from "../../core/answering/marker.ts";
import type { PullRequestWriter } from "../../core/answering/pull-request-writer.ts";
import { RetryableError } from "../../core/errors.ts";
import type { SweepMarks } from "../../core/repair/sweep-marks.ts";
import { acknowledgeJob } from "../../functions/acknowledge-job/acknowledge-job.ts";
import { publishFailure } from "../../functions/publish-failure/publish-failure.ts";
import { createHandler } from "../../functions/sweep-deliveries/handler.ts";
import type { GitHub } from "../../local/github/start-github.ts";
import { addComment } from "../../local/github/state/comments.ts";
import type { Repository } from "../../local/github/state/records.ts";
import { createBudgetPorts } from "../fakes/budget-ports.ts";
import { createFakeCheckRuns } from "../fakes/check-runs.ts";
import { createTestClock, type TestClock } from "../fakes/clock.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { clientOf, startSimulatedGitHub } from "../fakes/github.ts";
import { createLanePorts } from "../fakes/lane-ports.ts";
import { createPacingPorts } from "../fakes/pacing-ports.ts";
import { aRoster } from "../fakes/records/employee.ts";
import { aNewJob, aNote } from "../fakes/records/job.ts";
import { aPolicy } from "../fakes/records/policy.ts";
import { aTarget } from "../fakes/records/pull-request.ts";
import { createFakeRepositoryReader } from "../fakes/repository-reader.ts";
import { createFakeSweepMarks } from "../fakes/sweep-marks.ts";
import { createSweeperPorts } from "../fakes/sweeper.ts";

const minute = 60_000;
let embedded: EmbeddedAws;
let github: GitHub;
let repository: Repository;
let writer: PullRequestWriter;
let clock: TestClock;
let number = 200;
let job_id = "";
let marks: SweepMarks;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
  github = await startSimulatedGitHub();
  writer = createGitHubWriter(clientOf(github));
  repository = github.store.repository("octo-demo", "payments");
});

beforeEach(() => {
  number += 1;
  job_id = `late${number}-summary`;
  clock = createTestClock(Date.now());
  marks = createFakeSweepMarks();
});

afterEach(() => github.clearFaults());

afterAll(async () => {
  await github.stop();
  await embedded.stop();
});

const jobTable = () => createJobTable(embedded.ref("JobTable"), documentClient(), clock);

/** Creates a dispatched job, for a command on its own pull request. */
async function dispatchedJob() {
  const jobs = jobTable();
  const { repo, repo_id } = aTarget();
  const installation_id = null;
  const place = { repo, repo_id, installation_id, pr_number: number };
  const created = await jobs.create(aNewJob({ job_id, ...place }), aNote);
  await jobs.transition(created, "DISPATCHED", aNote);
}

/** Repeats a step as the workflow does. */
async function untilDone(step: () => Promise<unknown>) {
  for (let tries = 0; tries < 5; tries += 1) {
    const error: unknown = await step().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error === null) return;
    if (!(error instanceof RetryableError)) throw error;
  }
  throw new Error("The step never finished");
}

/** Runs the job from its acknowledgement to its end, with this writer. */
async function runJob(given: PullRequestWriter) {
  const input = { job_id, attempt: 1 };
  const comments = { [aNewJob().source.id]: { author: "octavia", body: "/summary" } };
  const reader = createFakeRepositoryReader({ comments });
  const jobs = jobTable();
  const ports = {
    ...createBudgetPorts(),
    clock,
    jobs,
    ...createPacingPorts({ clock, jobs }),
    ...createLanePorts(),
    writer: given,
    reader,
    roster: aRoster(),
    policy: aPolicy(),
    checks: createFakeCheckRuns(),
    sha256,
  };
  await untilDone(() => acknowledgeJob(input, ports));
  await untilDone(() => publishFailure({ ...input, failure: { Error: "States.Timeout" } }, ports));
}

async function sweepLater(minutes: number) {
  clock.advance(minutes * minute);
  const index = createJobIndex(embedded.ref("JobTable"));
  const sweep = createHandler({
    ...createSweeperPorts(),
    marks,
    clock,
    hooks: [],
    index,
    jobs: jobTable(),
    writer,
  });
  return sweep({}, { getRemainingTimeInMillis: () => 50_000 } as Context);
}

/** The pull request's comments with the job's marker, from the App and from others: IDs and texts. */
function markedComments() {
  return [...repository.comments.values()]
    .filter((comment) => comment.number === number && comment.body.includes(job_id))
    .map(({ id, body, viaApp }) => ({ id, body, viaApp }))
    .sort((a, b) => a.id - b.id);
}

const ours = () => markedComments().filter(({ viaApp }) => viaApp);

test("case 9: a POST lands after the last check: only the lowest ID is left", async () => {
  await dispatchedJob();
  // Requests that the client gave up, delayed on the way.
  const late: (() => Promise<number>)[] = [];
  const createComment: PullRequestWriter["createComment"] = (target, body) => {
    if (late.length > 0) return writer.createComment(target, body);
    late.push(() => writer.createComment(target, body));
    return Promise.reject(new RetryableError("github_unreachable", "GitHub did not answer"));
  };
  await runJob({ ...writer, createComment });
  const answer = ours();
  expect(answer).toHaveLength(1);
  await late[0]?.();
  expect(ours()).toHaveLength(2);

  expect(await sweepLater(3)).toEqual({ repaired: { duplicate_removed: 1 }, failed: [] });

  expect(ours()).toEqual(answer);
  expect(answer[0]?.body).toContain("could not finish");
  expect((await jobTable().read(job_id))?.comment).toMatchObject({ id: answer[0]?.id });
  expect(await sweepLater(1)).toEqual({ repaired: {}, failed: [] });
});

test("case 9: an earlier POST landed but was not listed: it becomes the answer", async () => {
  await dispatchedJob();
  // GitHub creates the comment, does not respond, and does not list it before the job has ended.
  github.fail({ method: "POST", path: `/issues/${number}/comments$`, cutAfter: true });
  const hidden = new Set<number>();
  const ownComments: PullRequestWriter["ownComments"] = async (target, since) => {
    const found = await writer.ownComments(target, since);
    if (hidden.size === 0) for (const { id } of found) hidden.add(id);
    return found.filter(({ id }) => !hidden.has(id));
  };
  await runJob({ ...writer, ownComments });
  const [stale, answer] = ours();
  expect([stale?.body, answer?.body]).toEqual([
    expect.stringContaining("is working on"),
    expect.stringContaining("could not finish"),
  ]);

  expect(await sweepLater(3)).toEqual({ repaired: { duplicate_removed: 1 }, failed: [] });

  expect(ours()).toEqual([{ ...answer, id: stale?.id }]);
  expect((await jobTable().read(job_id))?.comment).toMatchObject({ id: stale?.id });
});

test("case 10: the answer is found among 300 comments, one with a forged marker", async () => {
  await dispatchedJob();
  const wendy = github.store.user("wendy");
  const talk = (body: string) =>
    addComment(github.store, repository, { number, author: wendy, body, viaApp: false });
  const stolen = talk(`${marker(job_id, 1)}\nnot by the App`);
  await runJob(writer);
  for (let n = 0; n < 300; n += 1) talk(`talk ${n}`);
  await writer.createComment(
    aTarget({ pr_number: number, installation_id: null }),
    `${marker(job_id, 1)}\nlate`,
  );
  expect(ours()).toHaveLength(2);

  expect(await sweepLater(3)).toMatchObject({ repaired: { duplicate_removed: 1 } });

  expect(ours()).toHaveLength(1);
  expect(ours()[0]?.body).toContain("could not finish");
  expect(markedComments().map(({ id }) => id)).toContain(stolen.id);
});
