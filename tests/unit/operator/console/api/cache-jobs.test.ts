import { expect, test } from "@jest/globals";
import type { Job } from "../../../../../core/jobs/job.ts";
import { cacheJobs } from "../../../../../operator/console/api/cache-jobs.ts";
import type { JobRange } from "../../../../../operator/stack/jobs/job-ids.ts";
import { aJob } from "../../../../fakes/records/job.ts";

const byState: JobRange = { index: "by-state", value: "DISPATCHED", since: null, until: null };
const byRepository: JobRange = { ...byState, index: "by-repository", value: "octo-demo/payments" };

function reading(job: () => Job) {
  const read: string[] = [];
  const cached = cacheJobs({
    async *ids({ index }) {
      const { job_id, updated_at, created_at } = job();
      yield { job_id, time: index === "by-state" ? updated_at : created_at };
    },
    async read(jobId) {
      read.push(jobId);
      return job();
    },
    progress() {},
  });
  async function list(range: JobRange): Promise<(Job | null)[]> {
    const found: (Job | null)[] = [];
    for await (const { job_id } of cached.ids(range)) found.push(await cached.read(job_id));
    return found;
  }
  return { read, list };
}

test("reads a job once until the index by state shows a change", async () => {
  let job = aJob({ updated_at: "2026-11-23T10:00:00.000Z" });
  const { read, list } = reading(() => job);
  await list(byState);
  await list(byState);
  expect(read).toHaveLength(1);
  job = { ...job, attempt: 2, updated_at: "2026-11-23T10:00:01.000Z" };
  expect(await list(byState)).toEqual([job]);
  expect(read).toHaveLength(2);
});

test("reads a job again for an index without changes", async () => {
  const at = "2026-11-23T10:00:00.000Z";
  let job = aJob({ created_at: at, updated_at: at });
  const { list } = reading(() => job);
  await list(byState);
  job = { ...job, state: "NOTIFIED", updated_at: "2026-11-23T10:00:05.000Z" };
  expect(await list(byRepository)).toEqual([job]);
});
