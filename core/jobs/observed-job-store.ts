import type { Job } from "./job.ts";
import type { JobStore } from "./job-store.ts";

/**
 * Wraps the job store and passes each job that it returns to `observe`. A change is passed before it is written too, so
 * that its ids, such as a comment's, are known even if the write fails.
 */
export function observedJobStore(jobs: JobStore, observe: (job: Job) => void): JobStore {
  function observed(job: Job): Job {
    observe(job);
    return job;
  }
  return {
    ...jobs,
    create: async (job, note) => observed(await jobs.create(job, note)),
    claim: async (jobId, attempt) => observed(await jobs.claim(jobId, attempt)),
    async read(jobId) {
      const job = await jobs.read(jobId);
      return job && observed(job);
    },
    async save(job, change) {
      observe({ ...job, ...change });
      return observed(await jobs.save(job, change));
    },
    async correct(job, correction) {
      observe({ ...job, ...correction });
      return observed(await jobs.correct(job, correction));
    },
    async reopen(job, note, change) {
      observe({ ...job, ...change });
      return observed(await jobs.reopen(job, note, change));
    },
    async transition(job, to, note, change) {
      observe({ ...job, ...change });
      return observed(await jobs.transition(job, to, note, change));
    },
  };
}
