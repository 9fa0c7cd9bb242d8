import { type Clock, isoTime } from "../../core/clock.ts";
import { FencedError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { JobEvent } from "../../core/jobs/job-event.ts";
import { isTerminal, type JobState, retryableStates, statesBefore } from "../../core/jobs/job-state.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import { deepCopy } from "./deep-copy.ts";

export interface FakeJobStore extends JobStore {
  /** Stores a job as it is, without a transition. */
  put(job: Job): Job;
  all(): Job[];
}

/** The jobs in memory: fenced, and only with the transitions of the table of states. */
export function createFakeJobStore(clock: Clock): FakeJobStore {
  const jobs = new Map<string, Job>();
  const histories = new Map<string, JobEvent[]>();

  /** The stored job, if this writer may change it. */
  function held(writer: Job, mayChange: (state: JobState) => boolean): Job {
    const job = jobs.get(writer.job_id);
    const same =
      job?.attempt === writer.attempt && job.fence === writer.fence && job.version === writer.version;
    if (!job || !same || !mayChange(job.state)) throw takenOver(writer.job_id);
    return job;
  }

  function put(job: Job): Job {
    jobs.set(job.job_id, deepCopy(job));
    return deepCopy(job);
  }

  function record(job: Job): Job {
    histories.set(job.job_id, [...(histories.get(job.job_id) ?? []), job.last_event]);
    return put(job);
  }

  return {
    put,
    all: () => deepCopy([...jobs.values()]),
    read: async (jobId) => deepCopy(jobs.get(jobId) ?? null),
    events: async (jobId) => deepCopy(histories.get(jobId) ?? []),

    async create(fresh, note) {
      const existing = jobs.get(fresh.job_id);
      if (existing) return deepCopy(existing);
      const at = isoTime(clock());
      const last_event: JobEvent = { n: 1, from: null, to: "RECEIVED", at, ...note };
      const times = { created_at: at, updated_at: at };
      return record({ ...fresh, state: "RECEIVED", fence: 0, version: 1, last_event, ...times });
    },

    async claim(jobId, attempt) {
      const job = jobs.get(jobId);
      if (!job || job.attempt !== attempt || isTerminal(job.state)) throw takenOver(jobId);
      return put({ ...job, fence: job.fence + 1, updated_at: isoTime(clock()) });
    },

    async save(writer, change) {
      const job = held(writer, (state) => !isTerminal(state));
      return put({ ...job, ...change, updated_at: isoTime(clock()) });
    },

    async correct(writer, correction) {
      return put({ ...held(writer, () => true), ...correction });
    },

    async transition(writer, to, note, change = {}) {
      const job = held(writer, (state) => statesBefore(to).includes(state));
      const at = isoTime(clock());
      const last_event: JobEvent = { n: job.version + 1, from: writer.state, to, at, ...note };
      return record({ ...job, ...change, state: to, version: last_event.n, last_event, updated_at: at });
    },

    async reopen(writer, note, change) {
      const job = held(writer, (state) => retryableStates.includes(state));
      const at = isoTime(clock());
      const last_event: JobEvent = { n: job.version + 1, from: writer.state, to: "DISPATCHED", at, ...note };
      const moved = {
        state: last_event.to,
        version: last_event.n,
        last_event,
        updated_at: at,
        retried_at: at,
      };
      return record({ ...job, ...change, ...moved });
    },
  };
}

function takenOver(jobId: string): FencedError {
  return new FencedError("job_taken_over", `Job ${jobId} has finished or another step has taken it over`);
}
