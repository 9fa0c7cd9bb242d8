import type { JobIndex, PullRequestIndex } from "../../core/jobs/job-store.ts";
import type { FakeJobStore } from "./job-store.ts";

/** The indexes of jobs in memory, which never lag. */
export function createFakeJobIndex(jobs: Pick<FakeJobStore, "all">): JobIndex & PullRequestIndex {
  return {
    async inState(state, { after = "", before }, limit) {
      return jobs
        .all()
        .filter((job) => job.state === state && job.updated_at >= after && job.updated_at <= before)
        .map(({ job_id, updated_at }) => ({ job_id, updated_at }))
        .sort((a, b) => a.updated_at.localeCompare(b.updated_at))
        .slice(0, limit);
    },

    async onPullRequest({ repo_id, pr_number }, limit) {
      return jobs
        .all()
        .filter((job) => job.repo_id === repo_id && job.pr_number === pr_number)
        .toReversed()
        .sort((a, b) => b.created_at.localeCompare(a.created_at))
        .slice(0, limit)
        .map(({ job_id }) => job_id);
    },
  };
}
