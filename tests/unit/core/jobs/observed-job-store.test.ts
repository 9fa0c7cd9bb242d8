import { expect, test } from "@jest/globals";
import { idsOfJob } from "../../../../core/jobs/correlation.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { observedJobStore } from "../../../../core/jobs/observed-job-store.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { jobStoreContract } from "../../../fakes/contracts/job-store.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { aJob, aNewJob, aNote } from "../../../fakes/records/job.ts";

jobStoreContract("an observed one", (clock) => observedJobStore(createFakeJobStore(clock), () => {}));

function observedStore() {
  const seen: Job[] = [];
  const store = createFakeJobStore(createTestClock());
  return { seen, store, jobs: observedJobStore(store, (job) => void seen.push(job)) };
}

test("passes on every job that the store returns", async () => {
  const { seen, jobs } = observedStore();
  const created = await jobs.create(aNewJob(), aNote);
  const read = await jobs.read(created.job_id);
  const claimed = await jobs.claim(created.job_id, 1);
  expect(seen).toEqual([created, read, claimed]);
  await jobs.read("nobody");
  expect(seen).toHaveLength(3);
});

test("passes on a change before it is written", async () => {
  const { seen, store, jobs } = observedStore();
  const job = store.put(aJob());
  const comment = { phase: "POSTED" as const, id: 12, continuation_ids: [] };
  store.save = () => Promise.reject(new Error("down"));
  store.transition = () => Promise.reject(new Error("down"));
  await expect(jobs.save(job, { comment })).rejects.toThrow("down");
  await expect(jobs.transition(job, "WORKER_FAILED", aNote, { outcome: "failed" })).rejects.toThrow("down");
  expect(seen).toMatchObject([{ comment }, { outcome: "failed" }]);
});

test("passes on what is done with a finished job", async () => {
  const { seen, store, jobs } = observedStore();
  const job = store.put(aJob({ state: "NOTIFIED", outcome: "failed" }));
  const corrected = await jobs.correct(job, { reaction_id: 9 });
  const again = await jobs.reopen(corrected, aNote, { attempt: 2 });
  expect(seen).toMatchObject([{ reaction_id: 9 }, corrected, { attempt: 2, state: "NOTIFIED" }, again]);
});

test("a job's ids are those that it has", () => {
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
