import { expect, test } from "@jest/globals";
import { removedComment } from "../../../../../core/jobs/status-comment.ts";
import { jobSummary } from "../../../../../operator/stack/jobs/job-summary.ts";
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
