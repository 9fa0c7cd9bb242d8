import type { Job } from "./job.ts";
import type { JobStore } from "./job-store.ts";

/**
 * The job table, with somebody who sees every job that it answers. A change is seen before it is written: what it
 * tells, a comment's id for one, is known even if the write fails.
 */
export function watchedJobs(jobs: JobStore, see: (job: Job) => void): JobStore {
  function seen(job: Job): Job {
    see(job);
    return job;
  }
  return {
    ...jobs,
    create: async (job, note) => seen(await jobs.create(job, note)),
    claim: async (jobId, attempt) => seen(await jobs.claim(jobId, attempt)),
    async read(jobId) {
      const job = await jobs.read(jobId);
      return job && seen(job);
    },
    async save(job, change) {
      see({ ...job, ...change });
      return seen(await jobs.save(job, change));
    },
    async correct(job, correction) {
      see({ ...job, ...correction });
      return seen(await jobs.correct(job, correction));
    },
    async reopen(job, note, change) {
      see({ ...job, ...change });
      return seen(await jobs.reopen(job, note, change));
    },
    async transition(job, to, note, change) {
      see({ ...job, ...change });
      return seen(await jobs.transition(job, to, note, change));
    },
  };
}
