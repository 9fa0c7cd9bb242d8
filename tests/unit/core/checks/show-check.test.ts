import { describe, expect, jest, test } from "@jest/globals";
import { beginEnd, recordOf, showEnd } from "../../../../core/checks/show-check.ts";
import { PermanentError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { createStepPorts } from "../../../fakes/answering.ts";
import { showStatus } from "../../../fakes/check-runs.ts";
import { aCheckContent } from "../../../fakes/records/check-content.ts";
import { headSha } from "../../../fakes/records/pull-request.ts";

const running = { status: "in_progress", text: "is working" } as const;
const other = "f".repeat(40);
/** The record of a step that was cut off while it created the check run. */
const cutOff = { sha: headSha, id: null, status: "queued", attempt: 1, writing: true } as const;

function setUp(change: Partial<Job> = {}) {
  const ports = createStepPorts(change);
  const { checks } = ports;
  return {
    ports,
    checks,
    runs: () => checks.runs.map(({ id, sha, status }) => [id, sha, status]),
    /** Ends the job and shows that, as its last step does. */
    async end(text: string | null = null, meanwhile = async (_ended: Job) => {}) {
      const job = await ports.stored();
      const started = beginEnd(job, ports);
      const note = { actor: "acknowledge-job", reason: "x", ids: {} };
      const ended = await ports.jobs.transition(job, "CANCELLED", note, recordOf(started));
      await meanwhile(ended);
      await showEnd(ended, started, text, ports);
    },
  };
}

test("a job gets one check run, which its record names", async () => {
  const { ports, checks, runs } = setUp();
  await showStatus(ports.job, running, ports);
  expect(checks.calls).toEqual(["create"]);
  expect(runs()).toEqual([[901, headSha, "in_progress"]]);
  expect((await ports.stored()).check).toEqual({ sha: headSha, id: 901, status: "in_progress", attempt: 1 });
});

test("the intention is recorded before the check run is created", async () => {
  const { ports, checks } = setUp();
  const create = checks.create;
  let recorded: Job["check"];
  checks.create = async (...args) => {
    recorded = (await ports.stored()).check;
    return create(...args);
  };
  await showStatus(ports.job, running, ports);
  expect(recorded).toEqual({ sha: headSha, id: null, status: "in_progress", attempt: 1, writing: true });
});

test("a repeated step updates the same check run", async () => {
  const { ports, runs } = setUp();
  await showStatus(ports.job, { status: "queued", text: "place 1" }, ports);
  await showStatus(await ports.stored(), running, ports);
  expect(runs()).toEqual([[901, headSha, "in_progress"]]);
});

test("the end completes it", async () => {
  const { ports, checks, end } = setUp();
  await showStatus(ports.job, running, ports);
  await end("was cancelled");
  expect(checks.runs).toMatchObject([
    { status: "completed", conclusion: "cancelled", summary: "was cancelled" },
  ]);
  expect((await ports.stored()).check).toMatchObject({ id: 901, status: "completed" });
});

test("a check run that was created by a step that crashed is found", async () => {
  const { ports, runs } = setUp();
  await showStatus(ports.job, running, ports);
  ports.jobs.put({ ...(await ports.stored()), check: cutOff });
  await showStatus(await ports.stored(), running, ports);
  expect(runs()).toEqual([[901, headSha, "in_progress"]]);
});

test("a job that ends at once gets a completed check run without a look", async () => {
  const { checks, runs, end } = setUp();
  await end("didn't run");
  expect(checks.calls).toEqual(["create"]);
  expect(runs()).toEqual([[901, headSha, "completed"]]);
});

test("the end is recorded with the job's last transition", async () => {
  const { ports, end } = setUp();
  await showStatus(ports.job, running, ports);
  let recorded: Job["check"];
  await end(null, async () => {
    recorded = (await ports.stored()).check;
  });
  expect(recorded).toEqual({ sha: headSha, id: 901, status: "completed", attempt: 1, writing: true });
});

test("a lost POST is looked for", async () => {
  const { ports, checks } = setUp();
  checks.fault("create", "landed");
  await showStatus(ports.job, running, ports);
  expect(checks.calls).toEqual(["create", "list", "update"]);
  expect((await ports.stored()).check).toMatchObject({ id: 901 });
});

test("another job's check run is never touched", async () => {
  const { ports, checks, runs } = setUp();
  await checks.create(ports.job, headSha, aCheckContent({ external_id: "another-job", title: "theirs" }));
  await showStatus(ports.job, running, ports);
  expect(runs()).toHaveLength(2);
  expect(checks.runs[0]).toMatchObject({ external_id: "another-job", title: "theirs" });
});

test("another commit gets another check run, and the unfinished one is remembered", async () => {
  const { ports, runs } = setUp();
  await showStatus(ports.job, running, ports);
  ports.jobs.put({ ...(await ports.stored()), attempt: 2, head_sha: other });
  await showStatus(await ports.stored(), running, ports);
  expect(runs()).toEqual([
    [901, headSha, "in_progress"],
    [902, other, "in_progress"],
  ]);
  expect((await ports.stored()).check).toEqual({
    ...{ sha: other, id: 902, status: "in_progress", attempt: 2, earlier: [headSha] },
  });
});

describe("nothing else fails", () => {
  test.each([["list"], ["create"]] as const)("when GitHub fails at %s", async (method) => {
    const { ports, checks } = setUp(method === "list" ? { check: cutOff } : {});
    checks.fault(method, "before");
    await showStatus(ports.job, running, ports);
    expect((await ports.stored()).check).toMatchObject({ writing: true });
  });

  test("when the App lacks the permission, which is recorded", async () => {
    const { ports, checks, end } = setUp();
    checks.refuses = true;
    await showStatus(ports.job, running, ports);
    await end();
    expect((await ports.stored()).check).toEqual({
      sha: headSha,
      id: null,
      status: "unavailable",
      attempt: 1,
    });
  });

  test("when GitHub does not know the commit", async () => {
    const { ports, checks } = setUp();
    checks.fault("create", new PermanentError("github_rejected", "GitHub rejected the request (HTTP 422)"));
    await showStatus(ports.job, running, ports);
    expect((await ports.stored()).check).toMatchObject({ status: "unavailable" });
  });

  test("when GitHub does not answer in time", async () => {
    jest.useFakeTimers();
    try {
      const { ports, checks } = setUp();
      checks.create = () => new Promise(() => {});
      const showing = showStatus(ports.job, running, ports);
      await jest.advanceTimersByTimeAsync(12_000);
      await showing;
      expect((await ports.stored()).check).toMatchObject({ writing: true });
    } finally {
      jest.useRealTimers();
    }
  });

  test("when a person retries the job while its end is shown", async () => {
    const { ports, checks, end } = setUp();
    await showStatus(ports.job, running, ports);
    const retry = { actor: "github:ada", reason: "retry", ids: {} };
    await end(null, async (ended) => void (await ports.jobs.reopen(ended, retry, { attempt: 2 })));
    expect(checks.calls).toEqual(["create", "update"]);
    expect((await ports.stored()).check).toMatchObject({ writing: true });
  });
});

test("a step that was overtaken writes nothing and stops", async () => {
  const { ports, checks } = setUp();
  await ports.jobs.claim(ports.job.job_id, 1);
  await expect(showStatus(ports.job, running, ports)).rejects.toMatchObject({ name: "FencedError" });
  expect(checks.calls).toEqual([]);
});

test.each<[string, Partial<Job>]>([
  ["in shadow", { mode: "shadow" }],
  ["of an employee that answers a command about jobs", { employee: "help" }],
  ["without a commit", { head_sha: null }],
])("a job %s has no check run", async (_what, change) => {
  const { ports, checks, end } = setUp(change);
  await showStatus(ports.job, running, ports);
  await end();
  expect(checks.calls).toEqual([]);
});
