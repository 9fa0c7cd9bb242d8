import type { Job } from "../../../core/jobs/job.ts";
import type { JobReader } from "../../stack/jobs/find-jobs.ts";

const maxJobs = 1_000;

/**
 * Caches jobs: reads a job again only if the index by state shows a change. The page asks every few seconds, and most
 * jobs have not changed.
 */
export function cacheJobs(reading: JobReader): JobReader {
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
      // Only for this read: another index does not show a change.
      changed.delete(jobId);
      if (last && last.updated_at === time) return last;
      const job = await reading.read(jobId);
      known.delete(jobId);
      if (job) known.set(jobId, job);
      for (const oldest of known.keys()) {
        if (known.size <= maxJobs) break;
        known.delete(oldest);
      }
      return job;
    },
  };
}
