import type { Job } from "../../../core/jobs/job.ts";
import type { JobReading } from "../../stack/jobs/find-jobs.ts";

const atMost = 1_000;

/**
 * The same jobs, read anew only when the index by state says that they have changed: the page asks every few seconds,
 * and most jobs are as they were.
 */
export function rememberJobs(reading: JobReading): JobReading {
  const known = new Map<string, Job>();
  const changed = new Map<string, string>();

  return {
    ...reading,

    async *ids(range) {
      for await (const place of reading.ids(range)) {
        if (range.index === "by-state") changed.set(place.job_id, place.time);
        yield place;
      }
    },

    async read(jobId) {
      const last = known.get(jobId);
      const time = changed.get(jobId);
      // The next list says it anew: a job that is found by something else is read.
      changed.delete(jobId);
      if (last && last.updated_at === time) return last;
      const job = await reading.read(jobId);
      known.delete(jobId);
      if (job) known.set(jobId, job);
      for (const oldest of known.keys()) {
        if (known.size <= atMost) break;
        known.delete(oldest);
      }
      return job;
    },
  };
}
