import { expect, test } from "@jest/globals";
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
  await jobs.read("missing");
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
