import { expect, test } from "@jest/globals";
import { removedComment } from "../../../../../core/jobs/status-comment.ts";
import { jobSummary, stateText } from "../../../../../operator/stack/jobs/job-summary.ts";
import { aJob } from "../../../../fakes/records/job.ts";

const posted = { phase: "POSTED" as const, id: 4711, continuation_ids: [4712] };

test("a job's comments are the visible ones", () => {
  const commentsOf = (comment: ReturnType<typeof aJob>["comment"]) =>
    jobSummary(aJob({ comment })).comment_ids;
  expect(commentsOf(posted)).toEqual([4711, 4712]);
  expect(commentsOf({ ...posted, phase: "PREPARED", id: null, continuation_ids: [] })).toEqual([]);
  expect(commentsOf(removedComment(posted, 4711))).toEqual([]);
  expect(commentsOf(null)).toEqual([]);
});

test("a job whose answer is ready says that it waits for GitHub's limits, and since when", () => {
  const paced = { attempt: 1, since: "2026-11-23T09:00:00.000Z", writes: 3 };
  const job = aJob({ state: "WORKER_SUCCEEDED", outcome: "answered", paced });
  expect(stateText(job)).toBe("WORKER_SUCCEEDED (waits for GitHub's limits)");
  expect(jobSummary(job).paced_since).toBe(paced.since);
  const over = { ...job, state: "NOTIFIED" as const };
  expect([stateText(over), jobSummary(over).paced_since]).toEqual(["NOTIFIED (answered)", null]);
  expect(jobSummary({ ...job, attempt: 2 }).paced_since).toBeNull();
});
