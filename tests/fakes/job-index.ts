import type { JobIndex } from "../../functions/core/jobs/job-index.ts";
import type { FakeJobStore } from "./job-store.ts";

/** The index by state of jobs in memory, which is never behind. */
export function createFakeJobIndex(jobs: Pick<FakeJobStore, "all">): JobIndex {
  return {
    async inState(state, { after = "", before }, limit) {
      return jobs
        .all()
        .filter((job) => job.state === state && job.updated_at >= after && job.updated_at <= before)
        .map(({ job_id, updated_at }) => ({ job_id, updated_at }))
        .sort((a, b) => a.updated_at.localeCompare(b.updated_at))
        .slice(0, limit);
    },
  };
}
