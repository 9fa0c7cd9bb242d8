import { describe, expect, test } from "@jest/globals";
import type { CommentKind } from "../../../../../core/github/pull-request.ts";
import type { Job } from "../../../../../core/jobs/job.ts";
import {
  findJobPage,
  type JobFilter,
  type JobPosition,
} from "../../../../../operator/stack/jobs/find-jobs.ts";
import { aJob } from "../../../../fakes/records/job.ts";
import { commentedAt } from "../../../../fakes/records/webhook.ts";

/** Thirty jobs of three users, newest first; pairs of jobs have the same time. */
const jobs = Array.from({ length: 30 }, (_, n) =>
  aJob({
    job_id: `job-${n}`,
    state: n % 2 === 0 ? "NOTIFIED" : "REFUSED",
    sender: { login: `user-${n % 3}`, id: n, type: "User" },
    source: { kind: "issue_comment", id: 100 + n, created_at: commentedAt },
    updated_at: new Date(Date.UTC(2026, 10, 24) - Math.floor(n / 2) * 60_000).toISOString(),
  }),
);

/** Reads the jobs above by their state; counts the jobs that were read. */
function reader() {
  const known = new Map<string, Job>(jobs.map((job) => [job.job_id, job]));
  let reads = 0;
  return {
    reads: () => reads,
    async *ids(range: { index: string; value?: string; until: string | null }) {
      for (const { job_id, state, updated_at: time } of jobs) {
        if (state === range.value && (range.until === null || time <= range.until)) yield { job_id, time };
      }
    },
    async read(id: string) {
      reads += 1;
      return known.get(id) ?? null;
    },
    progress() {},
  };
}

async function allPages(filter: Partial<JobFilter>, limit: number, maxReads?: number) {
  const pages: string[][] = [];
  let from: JobPosition | null = null;
  do {
    const request = { limit, from, ...(maxReads && { maxReads }) };
    const page: Awaited<ReturnType<typeof findJobPage>> = await findJobPage(
      { states: [], ...filter },
      request,
      reader(),
    );
    pages.push(page.jobs.map(({ job_id }) => job_id));
    from = page.next;
  } while (from !== null);
  return pages;
}

const ids = jobs.map(({ job_id }) => job_id);

describe("findJobPage", () => {
  test.each([1, 7, 10, 29, 30, 31])("returns every job once in pages of %d, newest first", async (limit) => {
    const pages = await allPages({}, limit);
    expect(pages.flat()).toEqual(ids);
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit);
  });

  test("has no next page after the last job", async () => {
    expect(await allPages({}, 30)).toHaveLength(1);
  });

  test("reads a bounded number of jobs for a page, which may then be empty", async () => {
    const reading = reader();
    const filter = { states: [], sender: "another-user" };
    const { jobs: found, next } = await findJobPage(filter, { limit: 5, maxReads: 10 }, reading);
    expect([found, next?.time, reading.reads()]).toEqual([[], jobs[9]?.updated_at, 10]);
    expect((await allPages({ sender: "USER-2" }, 5, 10)).flat()).toEqual(ids.filter((_, n) => n % 3 === 2));
  });

  test("finds the job of a comment: the command's or a part of the answer", async () => {
    const answered = jobs[4];
    if (answered) answered.comment = { phase: "POSTED", id: 900, continuation_ids: [901] };
    const of = (kind: CommentKind, id: number) => allPages({ comment: { kind, id } }, 50);
    expect(await of("issue_comment", 104)).toEqual([["job-4"]]);
    expect(await of("issue_comment", 901)).toEqual([["job-4"]]);
    // Reviews are numbered separately.
    expect(await of("pull_request_review", 104)).toEqual([[]]);
    expect(await of("pull_request_review", 900)).toEqual([[]]);
    if (answered?.comment) answered.comment.thread = 800;
    expect(await of("pull_request_review_comment", 901)).toEqual([["job-4"]]);
    expect(await of("issue_comment", 901)).toEqual([[]]);
  });
});
