import { expect, test } from "@jest/globals";
import { idsOfJob } from "../../../../core/jobs/log-ids.ts";
import { aJob } from "../../../fakes/records/job.ts";

test("a job has the log ids that are known", () => {
  const { job_id, delivery_id, intent_key } = aJob();
  const always = {
    ...{ job_id, delivery_id, intent_key, attempt: 1, employee: "summary" },
    ...{ hook_id: "300", repo: "octo-demo/payments", pr_number: 7 },
  };
  expect(idsOfJob(aJob({ execution_arn: null }))).toEqual(always);
  const comment = { phase: "PREPARED" as const, id: null, continuation_ids: [] };
  expect(idsOfJob(aJob({ comment }))).toEqual({ ...always, execution: `${job_id}-r1` });
  const posted = { phase: "POSTED" as const, id: 7, continuation_ids: [8] };
  expect(idsOfJob(aJob({ comment: posted, attempt: 2 }))).toEqual({
    ...always,
    attempt: 2,
    execution: `${job_id}-r2`,
    comment_id: 7,
  });
});
