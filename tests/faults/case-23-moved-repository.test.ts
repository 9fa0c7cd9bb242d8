import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { createJobIndex } from "../../adapters/dynamodb/job-index.ts";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { roster } from "../../core/generated/roster.ts";
import type { Job } from "../../core/jobs/job.ts";
import { recordComment } from "../../local/github/state/comments.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../fakes/embedded-aws.ts";
import { aJob } from "../fakes/records/job.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

let embedded: EmbeddedAws;
let service: TestService;
let pull: TestPullRequest;
let worked: () => void;
let release: () => void;
let count = 0;

beforeAll(async () => {
  embedded = await startEmbeddedAws({});
});

beforeEach(async () => {
  const table = embedded.ref("JobTable");
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  service = await startTestService({
    roster,
    stores: { jobs: createJobTable(table), index: createJobIndex(table) },
    async model() {
      worked();
      await released;
      return { outcome: "answered", markdown: "All good.", usage: null };
    },
  });
  // The tests share a table, so each has its own pull requests.
  count += 1;
  service.repository.id = 4_000_000 + count;
  service.repository.private = true;
  pull = service.pull(7);
});

afterEach(async () => {
  release();
  await service.stop();
});

afterAll(() => embedded.stop());

/** Starts a job whose employee works until it is released. */
async function waitingJob(): Promise<Job> {
  const started = new Promise<void>((resolve) => {
    worked = resolve;
  });
  await pull.comment("wendy", "/security");
  await service.dispatch();
  await started;
  return pull.job();
}

/** A job as the previous version stored it, with the repository's former name. */
async function failedBefore(): Promise<Job> {
  const author = service.github.store.user("wendy");
  const source = { id: 9_001, number: 7, author, body: "/docs" };
  recordComment(service.github.store, service.repository, source);
  const job = aJob({
    ...{ job_id: `${"d".repeat(26)}-docs`, employee: "docs", state: "NOTIFIED", outcome: "failed" },
    ...{ repo: "octo-demo/payments", repo_id: service.repository.id, pr_number: 7, installation_id: null },
    ...{
      command: { name: "docs", text: "", arguments: {} },
      sender: { login: "wendy", id: 12, type: "User" },
    },
    ...{ source: { kind: "issue_comment", id: source.id, created_at: "2026-11-23T08:59:58Z" } },
  });
  const Item = { ...job, item: "JOB", pull_request: "octo-demo/payments#7" };
  await documentClient().send(new PutCommand({ TableName: embedded.ref("JobTable"), Item }));
  return job;
}

function moveTwice(): void {
  service.github.move(service.repository, { name: "billing" });
  service.github.move(service.repository, { owner: "acme" });
}

const bodies = () => pull.answers().map(({ body }) => body);

describe("case 23: the repository is renamed, then transferred, while a job waits", () => {
  test("the job is answered, and /status and /retry show all earlier jobs", async () => {
    const former = await failedBefore();
    const waiting = await waitingJob();

    moveTwice();
    release();
    await service.settle();

    expect(await jobNow(waiting)).toMatchObject({ state: "NOTIFIED", outcome: "answered" });
    expect(bodies()).toEqual([expect.stringContaining("All good.")]);

    await pull.comment("wendy", "/status");
    await service.settle();
    const status = bodies().at(-1);
    expect(status).toContain("2 jobs, none in progress");
    for (const { job_id } of [waiting, former]) expect(status).toContain(job_id);

    worked = () => {};
    await pull.comment("wendy", "/retry");
    await service.settle();
    expect(bodies()).toContainEqual(expect.stringContaining(`The job \`${former.job_id}\` is being retried`));
    expect(await jobNow(former)).toMatchObject({ state: "NOTIFIED", outcome: "answered", attempt: 2 });
  });

  test("a command that waited in the queue is dispatched and answered in the new place", async () => {
    worked = () => {};
    release();
    await pull.comment("wendy", "/security");
    moveTwice();
    await service.settle();
    expect(await pull.job()).toMatchObject({ state: "NOTIFIED", outcome: "answered" });
    expect(bodies()).toEqual([expect.stringContaining("All good.")]);
  });

  test("transferred to an owner without the App: the job ends and reports that the repository was not found", async () => {
    const waiting = await waitingJob();
    service.github.uninstall("acme");
    moveTwice();
    release();
    await service.settle();
    expect(await jobNow(waiting)).toMatchObject({
      state: "CANCELLED",
      last_event: { reason: expect.stringContaining("github_not_found") },
    });
  });
});

async function jobNow({ job_id }: Job): Promise<Job | null> {
  return createJobTable(embedded.ref("JobTable")).read(job_id);
}
