import { describe, expect, test } from "@jest/globals";
import { CircuitOpenError, PacedError } from "../../../../core/errors.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { newPace, roomIn, spend } from "../../../../core/pacing/pace.ts";
import { waiterOf } from "../../../../core/pacing/pace-store.ts";
import { createPacer, takeForSweep } from "../../../../core/pacing/pacer.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { createFakePaceStore } from "../../../fakes/pace-store.ts";
import { aJob } from "../../../fakes/records/job.ts";

const paceLimits = { perMinute: 20, perHour: 200 };
const aWrite = { answer: 2, signs: 2 };

function setUp({ taken = 0, paces: canWait = true } = {}) {
  const clock = createTestClock();
  const paces = createFakePaceStore();
  const jobs = createFakeJobStore(clock);
  const job = jobs.put(aJob({ state: "DISPATCHED" }));
  const id = job.installation_id ?? 0;
  if (taken > 0) paces.paces.set(id, { ...spend(newPace, taken, clock()), version: 1 });
  const pacer = createPacer({ paces, paceLimits, clock, jobs }, { paces: canWait });
  return {
    ...{ clock, paces, jobs, job, pacer, id },
    room: async () => roomIn(await paces.read(id), paceLimits, clock()).minute,
    stored: async () => (await jobs.read(job.job_id)) as Job,
    /** The sweeper grants the tokens of the job. */
    async grant(of: Job) {
      await paces.enter(waiterOf(of), { token: "t", writes: 2, since: of.paced?.since ?? "" });
      const wait = await paces.wait(waiterOf(of));
      if (wait) await paces.grant(waiterOf(of), wait, clock());
      paces.paces.set(id, { ...spend(await paces.read(id), 2, clock()), version: 9 });
    },
  };
}

describe("takeAnswer", () => {
  test("takes the tokens of the answer and its signs in one change", async () => {
    const { pacer, job, paces, id, room } = setUp();
    expect(await pacer.takeAnswer(job, aWrite)).toEqual({ signs: true });
    expect(await room()).toBe(16);
    expect((await paces.read(id)).version).toBe(1);
  });

  test("leaves the signs out when they would use what is kept for answers", async () => {
    const { pacer, job, room } = setUp({ taken: 12 });
    expect(await pacer.takeAnswer(job, aWrite)).toEqual({ signs: false });
    expect(await room()).toBe(6);
  });

  test("makes the answer wait when nothing is left, records since when, and holds later answers", async () => {
    const { pacer, job, jobs, room, stored, clock } = setUp({ taken: 18 });
    const other = jobs.put(aJob({ job_id: "other-summary", state: "DISPATCHED" }));
    await expect(pacer.takeAnswer(job, aWrite)).rejects.toThrow(PacedError);
    expect((await stored()).paced).toEqual({ attempt: 1, since: "2026-11-23T09:00:00.000Z", writes: 2 });
    expect(await room()).toBe(2);
    // One token is left for an answer, but an earlier answer waits.
    await expect(pacer.takeAnswer(other, { answer: 1, signs: 0 })).rejects.toThrow(PacedError);
    expect(await pacer.takeSigns(other, 1)).toBe(false);
    // No sweeper has answered for minutes: the hold ends.
    clock.advance(4 * 60_000);
    expect(await pacer.takeAnswer(other, { answer: 1, signs: 0 })).toEqual({ signs: true });
  });

  test("uses the job's own grant once, although later answers are held", async () => {
    const { pacer, job, stored, grant, clock, room } = setUp({ taken: 10 });
    await expect(pacer.takeAnswer(job, { answer: 10, signs: 0 })).rejects.toThrow(PacedError);
    await grant(await stored());
    clock.advance(30_000);
    expect(await pacer.takeAnswer(await stored(), aWrite)).toEqual({ signs: false });
    expect(await room()).toBe(8);
    await expect(pacer.takeAnswer(await stored(), aWrite)).rejects.toThrow(PacedError);
  });

  test("does not use a grant of a minute ago, of another attempt or for fewer writes", async () => {
    const { pacer, job, stored, grant, clock } = setUp({ taken: 19 });
    await expect(pacer.takeAnswer(job, aWrite)).rejects.toThrow(PacedError);
    await grant(await stored());
    await expect(pacer.takeAnswer(await stored(), { answer: 3, signs: 0 })).rejects.toThrow(PacedError);
    const later = { ...(await stored()), attempt: 2 };
    await expect(pacer.takeAnswer(later, aWrite)).rejects.toThrow();
    clock.advance(60_001);
    await expect(pacer.takeAnswer(await stored(), aWrite)).rejects.toThrow(PacedError);
  });

  test("keeps since when the attempt waits if it has to wait again", async () => {
    const { pacer, job, stored, clock } = setUp({ taken: 19 });
    await expect(pacer.takeAnswer(job, aWrite)).rejects.toThrow(PacedError);
    const { paced } = await stored();
    clock.advance(10_000);
    await expect(pacer.takeAnswer(await stored(), { answer: 3, signs: 0 })).rejects.toThrow(PacedError);
    expect((await stored()).paced).toEqual({ ...paced, writes: 3 });
  });

  test("lets an execution of an earlier version try again, ahead of those that can wait", async () => {
    const full = setUp({ taken: 20, paces: false });
    const error = await full.pacer.takeAnswer(full.job, aWrite).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "CircuitOpenError", seconds: 60 });
    expect(error).toBeInstanceOf(CircuitOpenError);
    expect((await full.stored()).paced).toBeUndefined();
    const { pacer, job, paces, id } = setUp({ paces: false });
    paces.paces.set(id, { ...newPace, waiting_until: Number.MAX_SAFE_INTEGER, version: 1 });
    expect(await pacer.takeAnswer(job, aWrite)).toEqual({ signs: false });
  });

  test("takes tokens beside other steps, each its own", async () => {
    const { pacer, job, room } = setUp();
    const takes = Array.from({ length: 8 }, () => pacer.takeAnswer(job, { answer: 1, signs: 0 }));
    await Promise.all(takes);
    expect(await room()).toBe(12);
  });
});

describe("takeSigns", () => {
  test("takes tokens while more than half of the hour and a quarter of the minute are left", async () => {
    const { pacer, job, room } = setUp({ taken: 12 });
    expect(await pacer.takeSigns(job, 3)).toBe(true);
    expect(await pacer.takeSigns(job, 1)).toBe(false);
    expect(await room()).toBe(5);
  });
});

describe("takeForSweep", () => {
  test("takes one token: a repair what is left, a sign what no answer needs", async () => {
    const { paces, clock, job, room } = setUp({ taken: 19 });
    const ports = { paces, clock, paceLimits };
    await expect(takeForSweep(job, "sign", ports)).rejects.toThrow(PacedError);
    await takeForSweep(job, "repair", ports);
    expect(await room()).toBe(0);
    await expect(takeForSweep(job, "repair", ports)).rejects.toThrow(PacedError);
  });
});
