import type { Job } from "../../../core/jobs/job.ts";
import { type JobState, jobStates } from "../../../core/jobs/job-state.ts";
import type { Stack } from "../find-stack.ts";
import { stackPorts } from "../stack-ports.ts";
import { type JobIndexEntry, type JobIndexName, type JobRange, jobIds } from "./job-ids.ts";

export interface JobFilter {
  delivery?: string;
  repo_id?: number;
  pr?: number;
  employee?: string;
  /** Empty for every state. */
  states: readonly JobState[];
  since?: string;
  until?: string;
}

/** Reads jobs for `findJobs`. */
export interface JobReader {
  ids(range: JobRange): AsyncIterable<JobIndexEntry>;
  read(jobId: string): Promise<Job | null>;
  /** Reports the number of jobs read so far. */
  progress(count: number): void;
}

/** Creates the reader of a stack's jobs for `findJobs`. */
export function createJobReader(stack: Stack, progress: (count: number) => void = () => {}): JobReader {
  const { jobs } = stackPorts(stack);
  return {
    ids: (range) => jobIds(stack.output("JobTableName"), range),
    read: (jobId) => jobs.read(jobId),
    progress,
  };
}

const batchSize = 10;

/** Returns the matching jobs, newest first, up to `limit`: by the most selective index, then by reading each job. */
export async function findJobs(filter: JobFilter, limit: number, reading: JobReader): Promise<Job[]> {
  const found: Job[] = [];
  let count = 0;
  let batch: string[] = [];

  async function readBatch(): Promise<void> {
    const jobs = await Promise.all(batch.map(reading.read));
    count += batch.length;
    batch = [];
    reading.progress(count);
    // An index lags behind the table.
    found.push(...jobs.filter((job) => job !== null).filter((job) => matches(job, filter)));
  }

  for await (const { job_id } of newestFirst(rangesOf(filter).map(reading.ids))) {
    batch.push(job_id);
    if (batch.length >= batchSize) await readBatch();
    if (found.length >= limit) break;
  }
  await readBatch();
  return found.slice(0, limit);
}

/** Returns the index ranges that contain the jobs of a filter. */
export function rangesOf({ delivery, repo_id, pr, employee, states, ...between }: JobFilter): JobRange[] {
  const times = { since: between.since ?? null, until: between.until ?? null };
  const range = (index: JobIndexName, value: string): JobRange => ({ index, value, ...times });
  if (delivery) return [range("by-delivery", delivery)];
  if (repo_id) return [{ index: "by-pull-request-id", repo_id, pr_number: pr ?? null, ...times }];
  if (employee) return [range("by-employee", employee)];
  return (states.length > 0 ? states : jobStates).map((state) => range("by-state", state));
}

function matches(job: Job, { delivery, repo_id, pr, employee, states }: JobFilter): boolean {
  return (
    (!delivery || job.delivery_id === delivery) &&
    (!repo_id || job.repo_id === repo_id) &&
    (!pr || job.pr_number === pr) &&
    (!employee || job.employee === employee) &&
    (states.length === 0 || states.includes(job.state))
  );
}

/** Merges lists, each newest first. */
async function* newestFirst(lists: AsyncIterable<JobIndexEntry>[]): AsyncGenerator<JobIndexEntry> {
  const iterators = lists.map((list) => list[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
  const seen = new Set<string>();
  for (;;) {
    let newest = -1;
    for (const [n, head] of heads.entries()) {
      if (head.done) continue;
      const best = heads[newest];
      if (!best || best.done || head.value.time > best.value.time) newest = n;
    }
    const head = heads[newest];
    const iterator = iterators[newest];
    if (!head || head.done || !iterator) return;
    // A job that changes meanwhile may be in two lists.
    if (!seen.has(head.value.job_id)) yield head.value;
    seen.add(head.value.job_id);
    heads[newest] = await iterator.next();
  }
}
