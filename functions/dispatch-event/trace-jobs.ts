import { idsOfJob, type NoteIds } from "../../core/jobs/correlation.ts";
import type { EventNote, JobStore } from "../../core/jobs/job-store.ts";
import { observedJobStore } from "../../core/jobs/observed-job-store.ts";

/** The job table as one message uses it: its jobs and executions are noted, and their audit trail names the message. */
export function traceJobs(jobs: JobStore, message_id: string, note: NoteIds): JobStore {
  const job_ids = new Set<string>();
  const executions = new Set<string>();
  const named = (event: EventNote): EventNote => ({ ...event, ids: { ...event.ids, message: message_id } });
  const naming: JobStore = {
    ...jobs,
    create: (job, event) => jobs.create(job, named(event)),
    transition: (job, to, event, change) => jobs.transition(job, to, named(event), change),
  };
  return observedJobStore(naming, (job) => {
    const { execution } = idsOfJob(job);
    job_ids.add(job.job_id);
    if (execution) executions.add(execution);
    note({ job_ids: [...job_ids], executions: [...executions] });
  });
}
