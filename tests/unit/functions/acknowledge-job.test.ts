import { describe, expect, test } from "@jest/globals";
import { PermanentError, RetryableError } from "../../../core/errors.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { emptyLane, laneKey, maxWaiting } from "../../../core/lanes/lane.ts";
import { acknowledgeJob } from "../../../functions/acknowledge-job/acknowledge-job.ts";
import { createStepPorts } from "../../fakes/answering.ts";
import { aLane, anEntry } from "../../fakes/records/lane.ts";

test("the user sees a reaction and the status comment, and the job may run", async () => {
  const ports = createStepPorts();
  expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "run" });
  expect([...ports.writer.reactions.values()]).toEqual(["eyes"]);
  expect(ports.writer.bodies()).toEqual([
    expect.stringContaining("**Summary** is working on\u00a0`/summary`"),
  ]);
  expect(await ports.stored()).toMatchObject({ state: "DISPATCHED", comment: { phase: "POSTED" } });
});

test("a repeated step changes nothing more", async () => {
  const ports = createStepPorts();
  await acknowledgeJob(ports.input, ports);
  await acknowledgeJob(ports.input, ports);
  expect(ports.writer.comments).toHaveLength(1);
  expect(ports.writer.reactions.size).toBe(1);
});

test("an execution of an earlier version that comes back from the start of a run outside ends", async () => {
  const ports = createStepPorts({ state: "WORKER_RUNNING", callback: "c".repeat(64) });
  await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({
    ...{ name: "FencedError", code: "execution_outdated" },
  });
  expect(ports.writer.comments).toEqual([]);
});

describe("a job that the dispatcher has just confirmed", () => {
  const authority = { at: "2026-11-23T09:00:00.000Z", held: "write" } as const;

  test("is acknowledged without a read", async () => {
    const ports = createStepPorts({ authority });
    ports.clock.advance(59_999);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "run" });
    expect(ports.reader.asked).toEqual([]);
  });

  test.each<[string, Partial<Job>, number]>([
    ["a minute ago", {}, 60_000],
    ["before a retry", { attempt: 2 }, 0],
    ["before it waited", { comment: { phase: "POSTED", id: 101, continuation_ids: [] } }, 0],
  ])("%s is checked again", async (_when, change, age) => {
    const ports = createStepPorts({ authority, ...change });
    ports.reader.repository.permissions = {};
    ports.clock.advance(age);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", refusals: [{ code: "permission" }] });
  });
});

describe("a job that may not run", () => {
  test("is refused with the dispatcher's refusals, which are not checked again", async () => {
    const ports = createStepPorts({ refusals: [{ code: "arguments", message: "depth must be a number." }] });
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(ports.reader.asked.filter((method) => method === "standing")).toHaveLength(1);
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("- depth must be a number.")]);
    expect((await ports.stored()).state).toBe("REFUSED");
  });

  test("case 19: is refused if the permission was removed while it waited", async () => {
    const ports = createStepPorts();
    ports.reader.repository.permissions = { octavia: "read" };
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", refusals: [{ code: "permission" }] });
    expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
  });

  test("case 19: is refused once if there was a push while it waited", async () => {
    const ports = createStepPorts();
    ports.reader.repository.pull.head_sha = "f".repeat(40);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("the branch is at `fffffff` now")]);
    await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ name: "FencedError" });
    expect(ports.writer.bodies()).toHaveLength(1);
  });
});

describe("a retried job", () => {
  const asked = { attempt: 2, head_sha: null, retried_at: "2026-11-23T09:00:00.000Z" } as const;

  test("is accepted for the current commit, and pinned to it", async () => {
    const ports = createStepPorts(asked);
    ports.reader.repository.pull.head_sha = "f".repeat(40);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "run" });
    expect(await ports.stored()).toMatchObject({ head_sha: "f".repeat(40), state: "DISPATCHED" });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("at `fffffff`")]);
  });

  test("is refused after a later push", async () => {
    const ports = createStepPorts(asked);
    await acknowledgeJob(ports.input, ports);
    ports.reader.repository.pull.head_sha = "f".repeat(40);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", refusals: [{ code: "head_moved" }] });
  });

  test("is refused if its user no longer has permission", async () => {
    const ports = createStepPorts(asked);
    ports.reader.repository.permissions = { octavia: "read" };
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", refusals: [{ code: "permission" }] });
  });
});

test("a step of an old attempt is refused and writes nothing (case 12)", async () => {
  const ports = createStepPorts({ attempt: 2 });
  const late = acknowledgeJob({ ...ports.input, attempt: 1 }, ports);
  await expect(late).rejects.toMatchObject({ name: "FencedError", code: "job_taken_over" });
  expect(ports.writer.calls).toEqual([]);
});

test("an unknown permission is neither granted nor refused: the step is retried", async () => {
  const ports = createStepPorts();
  ports.reader.fail(new RetryableError("github_rate_limited", "GitHub limits our requests"));
  await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ code: "github_rate_limited" });
  expect(ports.writer.calls).toEqual([]);
  expect((await ports.stored()).state).toBe("DISPATCHED");
});

test("an App without access fails permanently", async () => {
  const ports = createStepPorts();
  ports.writer.fault("react", new PermanentError("github_refused", "GitHub refused the App"));
  await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ name: "PermanentError" });
});

test("an employee that is no longer in the roster fails permanently", async () => {
  const ports = createStepPorts({ employee: "gone" });
  await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ code: "employee_unknown" });
});

describe("a command that was withdrawn while its job waited", () => {
  const gone: [string, string | null, string][] = [
    ["deleted", null, "comment_deleted"],
    ["changed", "/summary of something else", "comment_changed"],
  ];
  const live = (ports: ReturnType<typeof createStepPorts>, body: string | null) => {
    ports.reader.repository.comments[9001] = body === null ? null : { author: "octavia", body };
  };

  test.each(gone)("does not start: its comment is %s, and nothing is posted", async (_what, body, reason) => {
    const ports = createStepPorts();
    live(ports, body);
    ports.clock.advance(30_000);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(ports.writer.calls).toEqual([]);
    expect(await ports.stored()).toMatchObject({ state: "CANCELLED", last_event: { reason } });
  });

  test.each(gone)("is looked for again while GitHub may lag: %s", async (_what, body) => {
    const ports = createStepPorts();
    live(ports, body);
    // The job was received a second before the clock starts.
    ports.clock.advance(28_999);
    await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ code: "comment_unsettled" });
    expect(ports.writer.calls).toEqual([]);
    live(ports, "/summary");
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "run" });
  });

  test("gets no public refusal either", async () => {
    const ports = createStepPorts({ refusals: [{ code: "arguments", message: "depth must be a number." }] });
    live(ports, null);
    ports.clock.advance(30_000);
    await acknowledgeJob(ports.input, ports);
    expect(ports.writer.calls).toEqual([]);
    expect((await ports.stored()).state).toBe("CANCELLED");
  });

  test("loses its reaction and status comment, if it has them", async () => {
    const ports = createStepPorts();
    await acknowledgeJob(ports.input, ports);
    live(ports, "never mind");
    ports.clock.advance(30_000);
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(ports.writer.comments).toEqual([]);
    expect([...ports.writer.reactions]).toEqual([]);
    expect((await ports.stored()).state).toBe("CANCELLED");
  });

  test("of a job without a recorded receipt is checked from its creation", async () => {
    const ports = createStepPorts();
    const { received_at: _, ...before } = ports.job;
    ports.jobs.put({ ...before, job_id: "old-summary" });
    live(ports, null);
    const input = { job_id: "old-summary", attempt: 1 };
    ports.clock.advance(29_999);
    await expect(acknowledgeJob(input, ports)).rejects.toMatchObject({ code: "comment_unsettled" });
    ports.clock.advance(1);
    expect(await acknowledgeJob(input, ports)).toEqual({ next: "stop" });
  });
});

describe("a job of a lane", () => {
  /** Ports whose lane another job holds. */
  async function behind(other: Partial<Job> = {}) {
    const ports = createStepPorts();
    ports.jobs.put({ ...ports.job, job_id: "other-summary", state: "WORKER_RUNNING", ...other });
    const lane = aLane({ holder: anEntry(1, { job_id: "other-summary" }), version: 1 });
    await ports.lanes.replace(laneKey(ports.job), emptyLane, lane);
    ports.roster = ports.roster.map((one) => ({ ...one, concurrency: "queue" }));
    return ports;
  }

  test("waits while another one runs, and its comment shows the place", async () => {
    const ports = await behind();
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "wait" });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("has queued\u00a0`/summary`")]);
    expect(ports.writer.bodies()[0]).toContain("place 1 of 1");
    expect([...ports.writer.reactions.values()]).toEqual(["eyes"]);
    const comment = { provisional: true, queued: { place: 1, of: 1 } };
    expect(await ports.stored()).toMatchObject({ state: "DISPATCHED", comment });
  });

  test("runs when it has been woken; the same comment then says that it works", async () => {
    const ports = await behind();
    await acknowledgeJob(ports.input, ports);
    ports.jobs.put({ ...ports.job, job_id: "other-summary", state: "NOTIFIED" });
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "run" });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("is working on")]);
    expect((await ports.stored()).comment).not.toHaveProperty("queued");
  });

  test("is checked again when it has been woken: comment, permission, commit and attempts", async () => {
    const changes: [(ports: Awaited<ReturnType<typeof behind>>) => unknown, string][] = [
      [({ reader }) => Object.assign(reader.repository, { permissions: {} }), "REFUSED"],
      [({ reader }) => Object.assign(reader.repository.pull, { head_sha: "f".repeat(40) }), "REFUSED"],
      [
        (ports) => {
          ports.reader.repository.comments = {};
          ports.clock.advance(60_000);
        },
        "CANCELLED",
      ],
    ];
    for (const [change, state] of changes) {
      const ports = await behind();
      await acknowledgeJob(ports.input, ports);
      change(ports);
      expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
      expect((await ports.stored()).state).toBe(state);
    }
    const ports = await behind();
    await acknowledgeJob(ports.input, ports);
    ports.jobs.put({ ...(await ports.stored()), restarts: 3 });
    await expect(acknowledgeJob(ports.input, ports)).rejects.toMatchObject({ code: "attempts_exhausted" });
  });

  test("that a later request has replaced ends without a comment of its own; the sweeper posts why", async () => {
    const ports = await behind();
    ports.roster = ports.roster.map((one) => ({ ...one, concurrency: "supersede" }));
    const key = laneKey(ports.job);
    const latest = { job_id: "later-summary", asked_at: "2027-01-01T00:00:00.000Z", source_id: 1 };
    await ports.lanes.replace(key, await ports.lanes.read(key), aLane({ latest }));
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({
      state: "SUPERSEDED",
      last_event: { reason: "superseded", ids: { superseded_by: "later-summary" } },
    });
  });

  test("is refused if too many wait", async () => {
    const ports = await behind();
    const key = laneKey(ports.job);
    const waiting = Array.from({ length: maxWaiting }, (_, n) => anEntry(n + 2));
    await ports.lanes.replace(
      key,
      await ports.lanes.read(key),
      aLane({ holder: anEntry(1, { job_id: "other-summary" }), waiting }),
    );
    expect(await acknowledgeJob(ports.input, ports)).toEqual({ next: "stop" });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", refusals: [{ code: "lane_full" }] });
  });
});

test.each([
  ["before it was closed", "2026-11-23T09:30:00Z", "CANCELLED"],
  ["on a closed pull request", "2026-11-23T07:00:00Z", "DISPATCHED"],
])("a command that was given %s is %s", async (_what, closed_at, state) => {
  const ports = createStepPorts();
  ports.reader.repository.pull.closed_at = closed_at;
  await acknowledgeJob(ports.input, ports);
  expect((await ports.stored()).state).toBe(state);
});
