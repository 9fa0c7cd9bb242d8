import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Clock, isoTime } from "../../core/clock.ts";
import { FencedError, RetryableError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { JobEvent } from "../../core/jobs/job-event.ts";
import {
  type JobState,
  jobStates,
  openStates,
  retryableStates,
  statesBefore,
} from "../../core/jobs/job-state.ts";
import type { EventNote, JobChange, JobStore } from "../../core/jobs/job-store.ts";
import { retentionDays } from "../../core/retention.ts";
import { documentClient, expiry } from "./document-client.ts";
import { assignments } from "./expressions.ts";
import { readEvents, writeEvents } from "./job-events.ts";
import { changeJob, fenced, header, readJob } from "./job-item.ts";
import { type Item, openTable, type Table } from "./table.ts";

/**
 * The job table: one item `JOB` and one item `EVENT#<n>` per transition, under the job's ID.
 *
 * A transition is one conditional write of the job, which carries its last event. The next transition first gives that
 * event an item of its own, so a crash in between loses none.
 */
export function createJobTable(
  table: string,
  client: DynamoDBDocumentClient = documentClient(),
  clock: Clock = Date.now,
): JobStore {
  const items = openTable(table, "job_table", client);
  const keepEvent = (jobId: string, event: JobEvent) =>
    writeEvents(client, table, jobId, [event], expiry(clock, retentionDays.jobs));

  async function move(
    job: Job,
    event: JobEvent,
    change: JobChange & Pick<Job, "retried_at">,
    from: readonly JobState[],
  ): Promise<Job> {
    await keepEvent(job.job_id, job.last_event);
    return writeTransition(items, job, event, change, from);
  }

  const eventAfter = (job: Job, to: JobState, note: EventNote): JobEvent => ({
    ...{ n: job.version + 1, from: job.state, to, at: isoTime(clock()) },
    ...note,
  });

  return {
    async create(job, note) {
      const at = isoTime(clock());
      const last_event: JobEvent = { n: 1, from: null, to: "RECEIVED", at, ...note };
      const created: Job = {
        ...{ ...job, state: "RECEIVED", fence: 0, version: 1 },
        ...{ last_event, created_at: at, updated_at: at },
      };
      if (!(await writeNew(items, created, expiry(clock, retentionDays.jobs)))) {
        const existing = await readJob(items, job.job_id);
        if (existing) return existing;
        throw new RetryableError("job_table_unavailable", `Job ${job.job_id} vanished while it was created`);
      }
      return created;
    },

    read: (jobId) => readJob(items, jobId),

    claim: (jobId, attempt) =>
      changeJob(items, jobId, {
        expression: "SET fence = fence + :one, updated_at = :at",
        values: { ":one": 1, ":at": isoTime(clock()), ":attempt": attempt },
        condition: "attempt = :attempt",
        from: openStates,
      }),

    save(job, change) {
      const set = assignments({ ...change, updated_at: isoTime(clock()) });
      return changeJob(items, job.job_id, fenced(job, set, openStates));
    },

    correct(job, correction) {
      // Keeps `updated_at`, so a finished job keeps its place in the index by state and time.
      return changeJob(items, job.job_id, fenced(job, assignments(correction), jobStates));
    },

    transition: (job, to, note, change = {}) =>
      move(job, eventAfter(job, to, note), change, statesBefore(to)),

    reopen(job, note, change) {
      const event = eventAfter(job, "DISPATCHED", note);
      return move(job, event, { ...change, retried_at: event.at }, retryableStates);
    },

    async events(jobId) {
      // In this order: a transition in between gives the job's last event an item before it replaces it.
      const job = await readJob(items, jobId);
      const found = await readEvents(items, jobId);
      const missing = job && !found.some(({ n }) => n === job.last_event.n);
      return missing ? [...found, job.last_event] : found;
    },
  };
}

/** Returns null if the job exists already. */
function writeNew(items: Table, job: Job, expires_at: number): Promise<Item | null> {
  return items.put({
    Item: {
      ...{ ...job, item: header, expires_at },
      // The previous version finds the jobs of a pull request by this attribute.
      pull_request: `${job.repo}#${job.pr_number}`,
    },
    ConditionExpression: "attribute_not_exists(job_id)",
  });
}

/** Throws FencedError if another writer has moved the job. */
async function writeTransition(
  items: Table,
  job: Job,
  event: JobEvent,
  change: JobChange & Pick<Job, "retried_at">,
  from: readonly JobState[],
): Promise<Job> {
  const set = assignments({
    ...{ ...change, state: event.to, version: event.n },
    ...{ last_event: event, updated_at: event.at },
  });
  try {
    return await changeJob(items, job.job_id, fenced(job, set, from));
  } catch (error) {
    if (!(error instanceof FencedError)) throw error;
    // The SDK retries a write that timed out, and may find its own first write there.
    const current = await readJob(items, job.job_id);
    if (current && carries(current, job, event)) return current;
    throw error;
  }
}

function carries(current: Job, job: Job, event: JobEvent): boolean {
  const { n, at, to, actor } = current.last_event;
  const same = n === event.n && at === event.at && to === event.to && actor === event.actor;
  return same && current.fence === job.fence;
}
