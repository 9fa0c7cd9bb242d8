import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Clock } from "../../../core/clock.ts";
import { FencedError } from "../../../core/errors.ts";
import type { JobState } from "../../../core/jobs/job-state.ts";
import type { JobStore, NewJob } from "../../../core/jobs/job-store.ts";
import { createTestClock, type TestClock } from "../clock.ts";
import { aNewJob, aNote } from "../records/job.ts";

/** The contract of every JobStore. */
export function jobStoreContract(name: string, create: (clock: Clock) => JobStore): void {
  describe(`${name} as a job store`, () => {
    let clock: TestClock;
    let store: JobStore;
    let count = 0;
    let fresh: NewJob = aNewJob();

    beforeEach(() => {
      count += 1;
      clock = createTestClock();
      store = create(clock);
      fresh = aNewJob({ job_id: `job-${count}-summary` });
    });

    /** Creates a job and moves it through these states; returns it as its last writer has it. */
    async function jobIn(...states: JobState[]) {
      let job = await store.create(fresh, aNote);
      for (const state of states) job = await store.transition(job, state, aNote);
      return job;
    }

    test("creates a job in RECEIVED, with its first event", async () => {
      const job = await store.create(fresh, aNote);
      const at = "2026-11-23T09:00:00.000Z";
      const last_event = { n: 1, from: null, to: "RECEIVED", at, ...aNote };
      const state = { state: "RECEIVED", fence: 0, version: 1, last_event };
      expect(job).toEqual({ ...fresh, ...state, created_at: at, updated_at: at });
      expect(await store.read(fresh.job_id)).toEqual(job);
      expect(await store.events(fresh.job_id)).toEqual([last_event]);
    });

    test("returns the existing job if it is created again", async () => {
      const job = await jobIn("VALIDATED");
      expect(await store.create({ ...fresh, delivery_id: "other" }, aNote)).toEqual(job);
      expect(await store.events(fresh.job_id)).toHaveLength(2);
    });

    test("one of many concurrent creations counts", async () => {
      const jobs = await Promise.all(
        ["a", "b", "c", "d"].map((delivery_id) => store.create({ ...fresh, delivery_id }, aNote)),
      );
      const stored = await store.read(fresh.job_id);
      expect(jobs.map(({ delivery_id }) => delivery_id)).toEqual(jobs.map(() => stored?.delivery_id));
      expect(await store.events(fresh.job_id)).toHaveLength(1);
    });

    test("returns null for a job that was not created", async () => {
      expect(await store.read("unknown")).toBeNull();
      expect(await store.events("unknown")).toEqual([]);
      await expect(store.claim("unknown", 1)).rejects.toBeInstanceOf(FencedError);
    });

    test("a transition changes the state, and records the time, the actor and the reason", async () => {
      const job = await jobIn();
      clock.advance(1500);
      const note = { actor: "dispatch-event", reason: "authorised", ids: { delivery: "d", comment: 7 } };
      const validated = await store.transition(job, "VALIDATED", note, { head_sha: "abc" });
      const at = "2026-11-23T09:00:01.500Z";
      expect(validated).toMatchObject({ state: "VALIDATED", version: 2, head_sha: "abc", updated_at: at });
      expect(await store.read(fresh.job_id)).toEqual(validated);
      const events = await store.events(fresh.job_id);
      expect(events.map(({ n, from, to }) => [n, from, to])).toEqual([
        [1, null, "RECEIVED"],
        [2, "RECEIVED", "VALIDATED"],
      ]);
      expect(events[1]).toEqual({ n: 2, from: "RECEIVED", to: "VALIDATED", at, ...note });
    });

    test("lists events in order beyond nine", async () => {
      let job = await jobIn("VALIDATED", "DISPATCHED");
      for (let n = 0; n < 9; n++) job = await store.transition(job, "WORKER_RUNNING", aNote);
      const events = await store.events(fresh.job_id);
      expect(events.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(job.version).toBe(12);
    });

    test("refuses a transition that the table of states does not have", async () => {
      const job = await jobIn("VALIDATED");
      await expect(store.transition(job, "NOTIFIED", aNote)).rejects.toBeInstanceOf(FencedError);
      expect(await store.read(fresh.job_id)).toEqual(job);
    });

    test.each(["IGNORED", "REFUSED", "CANCELLED", "SUPERSEDED"] as const)(
      "nothing leaves %s",
      async (end) => {
        const job = await jobIn(end);
        await expect(store.claim(job.job_id, 1)).rejects.toBeInstanceOf(FencedError);
        await expect(store.save(job, { reaction_id: 1 })).rejects.toBeInstanceOf(FencedError);
        await expect(store.transition(job, "DISPATCHED", aNote)).rejects.toBeInstanceOf(FencedError);
      },
    );

    test("a claim raises the fence, and the former writer is refused (case 12)", async () => {
      const old = await jobIn("VALIDATED", "DISPATCHED");
      const claimed = await store.claim(old.job_id, 1);
      expect(claimed).toMatchObject({ state: "DISPATCHED", fence: old.fence + 1, version: old.version });
      await expect(store.save(old, { reaction_id: 1 })).rejects.toBeInstanceOf(FencedError);
      await expect(store.transition(old, "WORKER_RUNNING", aNote)).rejects.toBeInstanceOf(FencedError);
      expect(await store.save(claimed, { reaction_id: 2 })).toMatchObject({ reaction_id: 2 });
    });

    test("a claim of another attempt is refused", async () => {
      await jobIn("VALIDATED", "DISPATCHED");
      await expect(store.claim(fresh.job_id, 2)).rejects.toBeInstanceOf(FencedError);
      await expect(store.claim(fresh.job_id, 0)).rejects.toBeInstanceOf(FencedError);
    });

    test("a new attempt refuses the writers of the earlier one", async () => {
      const failed = await jobIn("VALIDATED", "DISPATCHED", "WORKER_FAILED");
      const again = await store.transition(failed, "DISPATCHED", aNote, { attempt: 2, outcome: null });
      expect(again).toMatchObject({ state: "DISPATCHED", attempt: 2 });
      await expect(store.claim(failed.job_id, 1)).rejects.toBeInstanceOf(FencedError);
      await expect(store.save(failed, { reaction_id: 1 })).rejects.toBeInstanceOf(FencedError);
      expect(await store.claim(failed.job_id, 2)).toMatchObject({ attempt: 2 });
    });

    test("a failed attempt can be followed by another, a finished job by none", async () => {
      const failed = await jobIn("VALIDATED", "DISPATCHED", "WORKER_FAILED");
      const again = await store.transition(failed, "DISPATCHED", aNote, { attempt: 2 });
      expect(again).toMatchObject({ state: "DISPATCHED", attempt: 2 });
      const told = await store.transition(
        await store.transition(again, "WORKER_FAILED", aNote),
        "NOTIFIED",
        aNote,
      );
      await expect(store.claim(told.job_id, 2)).rejects.toBeInstanceOf(FencedError);
      await expect(store.transition(told, "DISPATCHED", aNote)).rejects.toBeInstanceOf(FencedError);
    });

    test.each([
      ["WORKER_FAILED", ["VALIDATED", "DISPATCHED", "WORKER_FAILED"]],
      ["NOTIFIED", ["VALIDATED", "DISPATCHED", "WORKER_FAILED", "NOTIFIED"]],
      ["REFUSED", ["VALIDATED", "DISPATCHED", "REFUSED"]],
      ["CANCELLED", ["CANCELLED"]],
    ] as const)("case 11: a person can retry a job that is %s, as another attempt", async (from, way) => {
      const job = await jobIn(...way);
      clock.advance(1_000);
      const note = { actor: "operator:ada", reason: "the fix is out", ids: {} };
      const again = await store.reopen(job, note, {
        attempt: 2,
        restarts: 0,
        outcome: null,
        head_sha: null,
      });
      const event = { n: job.version + 1, from, to: "DISPATCHED", ...note };
      expect(again).toMatchObject({ state: "DISPATCHED", attempt: 2, last_event: event, outcome: null });
      expect([again.retried_at, again.updated_at]).toEqual([again.last_event.at, again.last_event.at]);
      expect(await store.read(job.job_id)).toEqual(again);
      expect((await store.events(job.job_id)).at(-1)).toMatchObject(event);
      await expect(store.claim(job.job_id, 1)).rejects.toBeInstanceOf(FencedError);
      expect(await store.claim(job.job_id, 2)).toMatchObject({ attempt: 2 });
    });

    test.each([
      ["RECEIVED", []],
      ["VALIDATED", ["VALIDATED"]],
      ["DISPATCHED", ["DISPATCHED"]],
      ["WORKER_RUNNING", ["DISPATCHED", "WORKER_RUNNING"]],
      ["WORKER_SUCCEEDED", ["DISPATCHED", "WORKER_RUNNING", "WORKER_SUCCEEDED"]],
      ["IGNORED", ["IGNORED"]],
      ["SUPERSEDED", ["SUPERSEDED"]],
    ] as const)("a person cannot retry a job that is %s", async (_state, way) => {
      const job = await jobIn(...way);
      await expect(store.reopen(job, aNote, { attempt: 2 })).rejects.toBeInstanceOf(FencedError);
      expect(await store.read(job.job_id)).toEqual(job);
    });

    test("a person with an older version of the job is refused", async () => {
      const failed = await jobIn("VALIDATED", "DISPATCHED", "WORKER_FAILED");
      await store.claim(failed.job_id, 1);
      await expect(store.reopen(failed, aNote, { attempt: 2 })).rejects.toBeInstanceOf(FencedError);
    });

    test("one of two concurrent retries succeeds", async () => {
      const job = await jobIn("CANCELLED");
      const both = await Promise.allSettled([
        store.reopen(job, { ...aNote, actor: "operator:ada" }, { attempt: 2 }),
        store.reopen(job, { ...aNote, actor: "operator:bob" }, { attempt: 2 }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(await store.read(job.job_id)).toMatchObject({ attempt: 2, version: job.version + 1 });
    });

    test("one of two writers with the same version succeeds", async () => {
      const job = await jobIn("VALIDATED");
      const both = await Promise.allSettled([
        store.transition(job, "DISPATCHED", aNote),
        store.transition(job, "CANCELLED", aNote),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(await store.events(fresh.job_id)).toHaveLength(3);
    });

    test("save stores the change, and adds no event", async () => {
      const job = await jobIn("VALIDATED", "DISPATCHED");
      const comment = { phase: "POSTED" as const, id: 5, continuation_ids: [6, 7] };
      const saved = await store.save(job, { comment, outcome: null });
      expect(saved).toEqual({ ...job, comment, updated_at: saved.updated_at });
      expect(await store.read(fresh.job_id)).toEqual(saved);
      expect(await store.events(fresh.job_id)).toHaveLength(3);
    });

    test("a correction changes the comment of a finished job, and adds no event", async () => {
      const job = await jobIn("REFUSED");
      clock.advance(1_000);
      const comment = { phase: "POSTED" as const, id: 5, continuation_ids: [6] };
      const correction = { comment, reaction_id: 9 };
      expect(await store.correct(job, correction)).toEqual({ ...job, ...correction });
      expect(await store.read(fresh.job_id)).toEqual({ ...job, ...correction });
      expect(await store.events(fresh.job_id)).toHaveLength(2);
    });

    test("a correction by a writer with an older version is refused", async () => {
      const old = await jobIn("VALIDATED", "DISPATCHED");
      await store.claim(old.job_id, 1);
      await expect(store.correct(old, { reaction_id: 5 })).rejects.toBeInstanceOf(FencedError);
    });

    test("a writer continues with the job that save returned", async () => {
      const job = await store.save(await jobIn("VALIDATED", "DISPATCHED"), { reaction_id: 4 });
      expect(await store.transition(job, "WORKER_RUNNING", aNote)).toMatchObject({ reaction_id: 4 });
    });
  });
}
