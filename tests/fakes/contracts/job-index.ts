import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Clock } from "../../../core/clock.ts";
import type { JobIndex, JobStore, PullRequestIndex } from "../../../core/jobs/job-store.ts";
import { createTestClock, type TestClock } from "../clock.ts";
import { aNewJob, aNote } from "../records/job.ts";

interface IndexedStore {
  jobs: JobStore;
  index: JobIndex & PullRequestIndex;
}

/** The contract of every index of jobs. */
export function jobIndexContract(name: string, create: (clock: Clock) => IndexedStore): void {
  describe(`${name} as an index of jobs`, () => {
    let clock: TestClock;
    let store: IndexedStore;
    let count = 0;

    beforeEach(() => {
      count += 1;
      clock = createTestClock();
      store = create(clock);
    });

    const idOf = (letter: string) => `indexed-${count}-${letter}`;
    const end = "2026-11-24T00:00:00.000Z";

    async function jobIn(letter: string) {
      return store.jobs.create(aNewJob({ job_id: idOf(letter) }), aNote);
    }

    /** Returns the last letter of the IDs of this test's jobs in a state; all tests share a table. */
    async function letters(state: "RECEIVED" | "VALIDATED", times: { after?: string; before: string }) {
      const found = await store.index.inState(state, times, 1_000);
      return found
        .filter(({ job_id }) => job_id.startsWith(`indexed-${count}-`))
        .map(({ job_id }) => job_id.at(-1));
    }

    test("a job is listed in its present state, with the time when it entered it", async () => {
      const job = await jobIn("a");
      clock.advance(1_000);
      const validated = await store.jobs.transition(job, "VALIDATED", aNote);
      expect(await letters("RECEIVED", { before: end })).toEqual([]);
      expect(await store.index.inState("VALIDATED", { before: end }, 1_000)).toContainEqual({
        job_id: job.job_id,
        updated_at: validated.updated_at,
      });
    });

    test("lists jobs oldest first, within the requested times, both ends included", async () => {
      for (const letter of ["a", "b", "c", "d"]) {
        await jobIn(letter);
        clock.advance(60_000);
      }
      const at = (minute: number) => `2026-11-23T09:0${minute}:00.000Z`;
      expect(await letters("RECEIVED", { before: end })).toEqual(["a", "b", "c", "d"]);
      expect(await letters("RECEIVED", { after: at(1), before: at(2) })).toEqual(["b", "c"]);
      expect(await letters("RECEIVED", { before: "2026-11-23T09:00:59.999Z" })).toEqual(["a"]);
    });

    test("lists nothing if the end is before the start", async () => {
      await jobIn("a");
      const backwards = { after: end, before: "2026-11-23T00:00:00.000Z" };
      expect(await letters("RECEIVED", backwards)).toEqual([]);
    });

    test("lists no more than the limit", async () => {
      await jobIn("a");
      await jobIn("b");
      expect(await store.index.inState("RECEIVED", { before: end }, 1)).toHaveLength(1);
    });

    test("lists the jobs of one pull request, newest first, up to the limit", async () => {
      const onThis = { repo: "octo-demo/payments", repo_id: 77, pr_number: 10_000 + count };
      for (const [letter, change] of [
        ["a", {}],
        ["b", {}],
        ["c", { pr_number: onThis.pr_number * 10 }],
        ["d", { repo_id: 78 }],
        ["e", { repo: "acme/billing" }],
      ] as const) {
        await store.jobs.create(aNewJob({ ...onThis, job_id: idOf(letter), ...change }), aNote);
        clock.advance(1_000);
      }
      expect(await store.index.onPullRequest(onThis, 10)).toEqual([idOf("e"), idOf("b"), idOf("a")]);
      expect(await store.index.onPullRequest(onThis, 2)).toEqual([idOf("e"), idOf("b")]);
      expect(await store.index.onPullRequest({ ...onThis, pr_number: 1 }, 10)).toEqual([]);
    });

    test("a correction leaves a job in its state", async () => {
      const job = await jobIn("a");
      clock.advance(60_000);
      await store.jobs.correct(job, { reaction_id: 1 });
      expect(await letters("RECEIVED", { before: job.updated_at })).toEqual(["a"]);
    });
  });
}
