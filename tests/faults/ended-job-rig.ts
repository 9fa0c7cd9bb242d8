import { afterAll, afterEach, beforeAll } from "@jest/globals";
import type { Context } from "aws-lambda";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createJobIndex } from "../../adapters/dynamodb/job-index.ts";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { createGitHubWriter } from "../../adapters/github/writer.ts";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import type { PullRequestWriter } from "../../core/answering/pull-request-writer.ts";
import { roster } from "../../core/generated/roster.ts";
import { routing as policy } from "../../core/generated/routing.ts";
import { isEmployeeResult } from "../../core/generated/validators.mjs";
import { acknowledgeJob } from "../../functions/acknowledge-job/acknowledge-job.ts";
import { publishFailure } from "../../functions/publish-failure/publish-failure.ts";
import { publishResult } from "../../functions/publish-result/publish-result.ts";
import { createHandler } from "../../functions/sweep-deliveries/handler.ts";
import type { GitHub } from "../../local/github/start-github.ts";
import { editComment } from "../../local/github/state/comments.ts";
import { createBudgetPorts } from "../fakes/budget-ports.ts";
import { createFakeCheckRuns } from "../fakes/check-runs.ts";
import { createTestClock } from "../fakes/clock.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { clientOf, startSimulatedGitHub } from "../fakes/github.ts";
import { createLanePorts } from "../fakes/lane-ports.ts";
import { createPacingPorts } from "../fakes/pacing-ports.ts";
import { createFakePayloadStore } from "../fakes/payload-store.ts";
import { aNewJob, aNote } from "../fakes/records/job.ts";
import { aTarget } from "../fakes/records/pull-request.ts";
import { createFakeRepositoryReader } from "../fakes/repository-reader.ts";
import { createFakeSweepMarks } from "../fakes/sweep-marks.ts";
import { createSweeperPorts } from "../fakes/sweeper.ts";

const minute = 60_000;
const attempt = 1;
let embedded: EmbeddedAws;
let github: GitHub;
let number = 300;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
  github = await startSimulatedGitHub();
});

afterEach(() => github.clearFaults());

afterAll(async () => {
  await github.stop();
  await embedded.stop();
});

export type EndedJobRig = Awaited<ReturnType<typeof startEndedJobRig>>;

/**
 * Creates dispatched jobs on separate pull requests, with the real steps, the real table and the simulated
 * GitHub. Returns functions that run a job and read its comments while it runs and after it has ended.
 */
export async function startEndedJobRig() {
  number += 1;
  const pull = number;
  const job_id = `ended${pull}-summary`;
  const clock = createTestClock(Date.now());
  const jobs = createJobTable(embedded.ref("JobTable"), documentClient(), clock);
  const { repo, repo_id } = aTarget();
  const place = { repo, repo_id, installation_id: null, pr_number: pull };
  const received_at = new Date(clock()).toISOString();
  const created = await jobs.create(aNewJob({ job_id, received_at, ...place }), aNote);
  await jobs.transition(created, "DISPATCHED", aNote);

  const source = aNewJob().source.id;
  const comments: Record<number, { author: string; body: string } | null> = {
    [source]: { author: "octavia", body: "/summary" },
  };
  const reader = createFakeRepositoryReader({ comments });
  const list = createList(pull);
  const { writer } = list;
  const payloads = createFakePayloadStore();
  const checks = createFakeCheckRuns();
  const ports = {
    ...createLanePorts(),
    ...{ clock, jobs, writer, reader, roster, policy, sha256, payloads, checks, isEmployeeResult },
    ...createBudgetPorts(),
    ...createPacingPorts({ clock, jobs }),
  };
  const input = { job_id, attempt };
  const marks = createFakeSweepMarks();

  async function job() {
    const stored = await jobs.read(job_id);
    if (!stored) throw new Error("The job is gone");
    return stored;
  }

  return {
    ...{ clock, github, job, list, number: pull },
    acknowledge: () => acknowledgeJob(input, ports),
    /** Publishes this answer of the employee. */
    async answer(markdown: string) {
      const result = { outcome: "answered", markdown, usage: null } as const;
      const result_ref = await payloads.put(`results/${job_id}-r${attempt}`, JSON.stringify(result));
      const { state } = await job();
      if (state === "DISPATCHED") {
        const running = await jobs.transition(await job(), "WORKER_RUNNING", aNote);
        await jobs.transition(running, "WORKER_SUCCEEDED", aNote, { result_ref, outcome: "answered" });
      } else await jobs.save(await job(), { result_ref });
      await publishResult(input, ports);
    },
    fail: () => publishFailure({ ...input, failure: { Error: "States.Timeout" } }, ports),
    deleteCommand() {
      comments[source] = null;
    },
    ...commentsOn(pull),
    async sweepLater(minutes: number) {
      clock.advance(minutes * minute);
      const index = createJobIndex(embedded.ref("JobTable"));
      const sweeper = {
        ...createSweeperPorts(),
        ...{ marks, clock, hooks: [], index, jobs, writer, payloads, checks },
      };
      return createHandler(sweeper)({}, { getRemainingTimeInMillis: () => 50_000 } as Context);
    },
  };
}

/** The list of our comments of one pull request; it may lag. */
function createList(pull: number) {
  const real = createGitHubWriter(clientOf(github));
  const list = { reads: 0, isBehind: false };
  const writer: PullRequestWriter = {
    ...real,
    async ownComments(place, since) {
      if (place.pr_number === pull) list.reads += 1;
      const found = await real.ownComments(place, since);
      return list.isBehind ? [] : found;
    },
  };
  return Object.assign(list, { writer });
}

function commentsOn(pull: number) {
  const repository = github.store.repository("octo-demo", "payments");
  return {
    /** A user edits a comment of ours. */
    edit(id: number, body: string) {
      const comment = repository.comments.get(id);
      if (comment) editComment(github.store, repository, comment, body, github.store.user("wendy"));
    },
    /** Our comments on the pull request, the oldest first. */
    ours: () =>
      [...repository.comments.values()]
        .filter((comment) => comment.number === pull && comment.viaApp)
        .map(({ id, body }) => ({ id, body }))
        .sort((a, b) => a.id - b.id),
  };
}
